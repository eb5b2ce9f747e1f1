"""String and bytes literals: prefixes, escapes, joining, line continuation; and the messages for those that are wrong."""
def check(*sources):
    for source in sources:
        try:
            print(ascii(source), "=", ascii(eval(source)))
        except SyntaxError as error:
            print(ascii(source), "|", ascii(error.msg), error.lineno, error.offset)
        except Exception as error:
            print(ascii(source), "|", type(error).__name__, error)


check("'a' 'b'", '"a" \'b\' """c"""', "b'a' b'b'", "r'\\n' '\\n'", "u'a' 'b'", "U'x'", "R'\\d'", "Rb'\\x41'", "bR'\\x41'", "BR'a'", "rB'a'", "f'a' 'b' f'{1}'", "rf'\\{1}'", "fR'{1}\\n'", "'a' b'b'", "b'a' f'b'", "ub'a'", "bu'a'", "ur'a'", "fb'a'", "bf'a'", "uf'a'",
      "rr'a'", "fu'a'", "tf'a'", "ft'a'", "bt'a'", "t'a' 'b'", "'a' t'b'", "t'a' f'b'", "rt'\\n{1}'.strings", "Tr'x'.strings", "ut'a'")
check(r"'\a\b\f\n\r\t\v\\\'\"'", r"'\0\00\000\0000\1\12\123\377'", r"'\x41\xff\u20ac\U0001f600\N{EURO SIGN}\N{greek small letter alpha}'", r"'\x4'", r"'\x'", r"'\xg1'", r"'\u123'", r"'\U0001f60'", r"'\U00110000'", r"'\N{no such name}'", r"'\N'", r"'\N{'", r"'\N{}'",
      r"b'\x41\101\u20ac\N{EURO SIGN}\'\"\\'", r"b'\x4'", r"b'\xg'", "b'\xe9'", r"r'\'", r"r'\\'", r"r'\''", "'a\\\nb'", "r'a\\\nb'", "b'a\\\nb'", "'''a\nb\\\nc'''", "'a\nb'", "'abc", "'''abc", "\"abc'", "b'abc", "f'abc", "f'''abc", "'a'\n'b'", "('a'\n'b')", "'a' \\\n'b'", "'\ud800'", r"'\ud800'", r"'\udc80' 'a'", "'\x00'", "''''''", "''' '''", "''''a'''", "'''a''''")
check(r"f'\x41{1}\n'", r"f'\N{EURO SIGN}{1}'", r"f'\{1}'", "f'{{}}{{{1}}}'", "f'}'", "f'{'", "f'{}'", "f'{ }'", "f'{!r}'", "f'{1!z}'", "f'{1!}'", "f'{1! r}'", "f'{1!r }'", "f'{1:{2}}'", "f'{1:{2:{3:{4}}}}'", "f'{a b}'", "f'{1 2}'", "f'{lambda x: 1}'", "f'{(lambda x: 1)(2)}'", "f'{x:=5}'", "f'{(x:=5)}'",
      "f'{*a}'", "f'{*[1, 2],}'", "f'{yield}'", "f'{1,}'", "f'{1;2}'", "f'{1#}'", "f'{\n1}'", "f'''{\n1\n}'''", "f'{1=}{2 = }'", "f'{1=!r:>5}'", "f'{'a'}'", "f'{\"a\"}'", "f'{f'{f'{1}'}'}'", "f'{1:\\x3e5}'", "f'{1:''}'", "f'{None.x}'")
