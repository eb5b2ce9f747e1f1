"""str methods that join, pad and encode; comparisons, subscripts, ord and chr; their messages."""
def shown(source):
    try:
        print(source, "=", ascii(eval(source)))
    except Exception as e:
        print(source, "|", type(e).__name__, e)


for source in ("','.join('abc')", "','.join([])", "','.join(['a'])", "','.join(x for x in 'ab')", "','.join(['a', 1])", "','.join(5)", "','.join({'k': 1})", "''.join(['é', '\\U0001f600'])", "'ab'.center(5, '*')", "'ab'.center(4, '*')", "'abc'.center(6)", "'ab'.ljust(4, '-')", "'ab'.rjust(1)", "'ab'.center(5, 'xy')", "'ab'.center(5, '')", "'ab'.center(5, 1)", "'ab'.center('x')", "'-5'.zfill(4)", "'+'.zfill(3)", "'--5'.zfill(5)", "''.zfill(2)", "'5'.zfill(-1)", "'a\\tb\\tc'.expandtabs(4)", "'\\t'.expandtabs(0)", "'ab\\tc\\n\\td'.expandtabs()", "'\\t'.expandtabs(-3)", "'a\\tb'.expandtabs(tabsize=2)",
               "'é'.encode()", "'é'.encode('ascii', 'ignore')", "'é'.encode('ascii')", "'é€'.encode('ascii', 'xmlcharrefreplace')", "'a'.encode('no')", "'a'.encode(5)", "'\\ud800'.encode()", "'\\ud800'.encode('utf-8', 'surrogatepass')", "'a'.format(1)", "'{0}{1}{0}'.format('a', 'b')", "'a' < 'B' < 'b'", "'\\uffff' < '\\U00010000'", "'a' * -1", "'abc'[::-1]", "'abc'[5:]", "'abc'[-9:2]", "'abc'[1:1]", "'é\\U0001f600'[1]", "'é\\U0001f600'[::-1]", "'abc'.__getnewargs__()", "'a'.foo", "'abc'['x']", "'abc'[3]", "ord('')", "ord('ab')", "ord(b'a')", "ord(5)", "chr(-1)", "chr(0x110000)", "chr('a')", "chr(1.5)", "min('')", "max('aB')", "sorted('bA1')"):
    shown(source)
