"""str methods of letters: case of special ones, classes of characters, translate."""
def shown(source):
    try:
        print(source, "=", ascii(eval(source)))
    except Exception as e:
        print(source, "|", type(e).__name__, e)


for source in ("'ß'.upper()", "'ŉ'.upper()", "'ﬁ'.title()", "'İ'.lower()", "'ΑΣ'.lower()", "'ΑΣΑ'.lower()", "'Σ'.lower()", "'ß'.casefold()", "'ǆ'.title()", "'ǆ'.capitalize()", "'ǅ'.swapcase()", "\"they're bill's\".title()", "'a1b'.title()", "'ͅ'.upper()", "'ﬀ'.swapcase()", "'ß'.isupper()", "'ǅ'.istitle()", "'A1'.isupper()", "'1'.isupper()", "'²'.isdigit()", "'²'.isdecimal()", "'½'.isnumeric()", "'½'.isdigit()", "'一'.isnumeric()", "''.isalpha()", "''.isascii()", "''.isprintable()", "'_a'.isidentifier()", "'1a'.isidentifier()", "'é'.isidentifier()", "'·a'.isidentifier()", "'a·'.isidentifier()", "'for'.isidentifier()", "'ª'.isalpha()", "'\\u2003'.isspace()", "'\\x1c'.isspace()",
               "'abc'.translate({97: 'x', 98: None, 99: 100})", "'abc'.translate({97: 'xyz'})", "'abc'.translate('q' * 98)", "'abc'.translate([])", "'a'.translate({97: 1.5})", "'a'.translate({97: -1})", "'a'.translate({97: 1114112})", "'a'.translate(5)", "str.maketrans('ab', 'xy', 'c')", "str.maketrans({'a': 1, 98: 'y'})", "str.maketrans('ab', 'x')", "str.maketrans({'ab': 1})", "str.maketrans({1.5: 1})", "str.maketrans(5)", "str.maketrans('a', 'b', 5)"):
    shown(source)
