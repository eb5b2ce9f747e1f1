"""Comments in fields of f-strings and t-strings are no part of their text; what looks like one in a string is."""
x = 5
print(ascii(t'''{
    x  # comment
}'''.interpolations[0].expression))
print(ascii(t'''{x # c
=}'''))
print(ascii(f'''{x # c
=}'''))
print(ascii(t"{'a#b'=}"), ascii(f"{'a#b'=}"), ascii(f"{'a' '#' # c
 =}"), ascii(f'''{"""a#'b"""  # c
=}'''), ascii(t'''{"\\#"!r}'''))
print(ascii(t'''{x # c 'quote"
  # second
 :>{x # d
 }}'''.interpolations))
print(ascii(t'''{f"{x}#" # c
}'''.interpolations))
print(ascii(t'''{(x, # a
 x) # b
}'''.interpolations))
