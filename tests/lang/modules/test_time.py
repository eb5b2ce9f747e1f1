# The calendar of time, and clocks.
import posix, time

def attempt(function, *args):
    try:
        print(repr(function(*args)))
    except Exception as error:
        print(type(error).__name__, error)

posix.putenv('TZ', 'EST+05EDT,M4.1.0,M10.5.0')
time.tzset()
print(time.tzname, time.timezone, time.altzone, time.daylight)
print(time.localtime(1e9), time.localtime(1e9).tm_zone, time.localtime(1e9).tm_gmtoff)
print(time.strftime('%Z %z', time.localtime(1e9)), time.mktime(time.localtime(1e9)))
posix.putenv('TZ', 'UTC0')
time.tzset()
print(time.tzname, time.timezone, time.daylight)
print(time.gmtime(0), time.gmtime(0).tm_zone, time.gmtime(-1), time.gmtime(1.9))
print(time.asctime(time.gmtime(0)), time.ctime(0), time.mktime(time.gmtime(86400)))
moment = time.gmtime(1e9)
for format in ['%Y-%m-%d %H:%M:%S', '%a %A %b %B %j %U %W %w %y', '%p %I', '%c|%x|%X', '%%', 'é\0x', '%', '%5Y %-d %e', '']:
    print(repr(time.strftime(format, moment)))
print(time.strftime('%Y', (12, 1, 1, 0, 0, 0, 0, 1, 0)), time.strftime('%d', (2000, 0, 0, 0, 0, 0, 0, 0, 0)))
for index, bad in [(1, 13), (1, -2), (2, 32), (3, 24), (4, 60), (5, 62), (6, -2), (7, 367)]:
    fields = list(moment)
    fields[index] = bad
    attempt(time.strftime, '', tuple(fields))
attempt(time.strftime, '%Y', (1,))
attempt(time.strftime, '%Y', 5)
attempt(time.strftime, 5)
attempt(time.asctime, ())
attempt(time.mktime, (10**10,) * 9)
attempt(time.gmtime, 'a')
attempt(time.gmtime, 1e30)
attempt(time.gmtime, float('nan'))
attempt(time.sleep, -1)
attempt(time.sleep, 'a')
attempt(time.sleep, float('nan'))
attempt(time.clock_gettime, 1.5)
attempt(time.clock_gettime, 1000)
print(time.clock_gettime(time.CLOCK_MONOTONIC) > 0, time.clock_gettime_ns(time.CLOCK_REALTIME) > 10**18, time.clock_getres(0) > 0)
print(time.process_time() >= 0, time.thread_time_ns() >= 0, time.time() > 1e9, time.monotonic() <= time.monotonic())
print(time.struct_time(range(9)), time.struct_time(range(11)).tm_gmtoff)
