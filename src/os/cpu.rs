//! How many processors this process may use: its affinity, cut by the quota of its control groups.
//!
//! A quota of `q` microseconds in every period of `p` allows `q / p` processors, rounded up. The tightest quota
//! from the process's own group up to the root counts, in both versions of control groups.

use std::fs;
use std::path::Path;

/// Processors this process may use at once, at least 1: the lesser of [`affinity`] and the group's quota.
pub fn available() -> usize {
    let allowed = affinity();
    quota().map_or(allowed, |quota| allowed.min(quota)).max(1)
}

/// Processors in this thread's affinity mask, at least 1.
pub fn affinity() -> usize {
    // The kernel refuses a mask shorter than its own: grow until it fits.
    let mut mask = vec![0_u64; 16];
    loop {
        let bytes = size_of_val(mask.as_slice());
        // SAFETY: the mask is writable for `bytes`; the raw call returns the length the kernel filled in.
        let filled = unsafe { libc::syscall(libc::SYS_sched_getaffinity, 0, bytes, mask.as_mut_ptr()) };
        if filled > 0 {
            return mask.iter().map(|word| word.count_ones() as usize).sum::<usize>().max(1);
        }
        if mask.len() >= 4096 {
            return 1;
        }
        mask.resize(mask.len() * 2, 0);
    }
}

/// The tightest processor quota over this process's control groups, in whole processors, if any.
fn quota() -> Option<usize> {
    let groups = fs::read_to_string("/proc/self/cgroup").ok()?;
    groups.lines().filter_map(group_quota).min()
}

/// Reads the quota set at one group's directory, in whole processors.
type QuotaReader = fn(&Path) -> Option<usize>;

/// The quota along one line of `/proc/self/cgroup` (`id:controllers:path`).
fn group_quota(line: &str) -> Option<usize> {
    let (_, rest) = line.split_once(':')?;
    let (controllers, path) = rest.split_once(':')?;
    let (roots, read): (&[&str], QuotaReader) = if controllers.is_empty() {
        (&["/sys/fs/cgroup", "/sys/fs/cgroup/unified"], quota_v2)
    } else if controllers.split(',').any(|controller| controller == "cpu") {
        (&["/sys/fs/cgroup/cpu", "/sys/fs/cgroup/cpu,cpuacct"], quota_v1)
    } else {
        return None;
    };
    roots.iter().filter_map(|root| tightest(Path::new(root), path, read)).min()
}

/// The least quota from `root` joined with `path` up to `root` itself.
fn tightest(root: &Path, path: &str, read: QuotaReader) -> Option<usize> {
    let group = root.join(path.trim_start_matches('/'));
    group.ancestors().take_while(|directory| directory.starts_with(root)).filter_map(read).min()
}

fn quota_v2(directory: &Path) -> Option<usize> {
    parse_v2(&fs::read_to_string(directory.join("cpu.max")).ok()?)
}

fn quota_v1(directory: &Path) -> Option<usize> {
    let quota = fs::read_to_string(directory.join("cpu.cfs_quota_us")).ok()?;
    let period = fs::read_to_string(directory.join("cpu.cfs_period_us")).ok()?;
    processors(quota.trim(), period.trim())
}

/// Parses `cpu.max`: `"max 100000"` or `"150000 100000"`.
pub(crate) fn parse_v2(text: &str) -> Option<usize> {
    let (quota, period) = text.trim().split_once(' ')?;
    processors(quota, period)
}

/// Whole processors a quota allows; nothing for `max` and for the `-1` of version 1.
pub(crate) fn processors(quota: &str, period: &str) -> Option<usize> {
    let quota = quota.parse::<usize>().ok()?;
    let period = period.parse::<usize>().ok().filter(|&period| period > 0)?;
    Some(quota.div_ceil(period).max(1))
}
