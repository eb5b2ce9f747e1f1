import json
for text in ('"\\q"', '"\\u12"', '"ab\\z"'):
    try:
        json.loads(text)
    except json.JSONDecodeError as error:
        print(error.msg, error.pos)
