use std::fs;
use std::os::unix::fs::symlink;

use super::*;
use crate::server::edge::test_tools::Directory;

fn lines(path: &Path) -> Vec<String> {
    fs::read_to_string(path).unwrap_or_default().lines().map(str::to_owned).collect()
}

fn until(mut condition: impl FnMut() -> bool) {
    while !condition() {
        std::thread::yield_now();
    }
}

#[test]
fn lines_are_added_and_written_to_the_last_when_the_log_goes() {
    let directory = Directory::new();
    let path = directory.file("access.log");
    fs::write(&path, "before\n").unwrap();
    let log = LogFile::open(&path).unwrap();
    for number in 0..100 {
        log.write(number.to_string());
    }
    drop(log);
    let expected: Vec<_> = std::iter::once("before".to_owned()).chain((0..100).map(|n| n.to_string())).collect();
    assert_eq!(lines(&path), expected);
}

#[test]
fn a_rotated_file_is_left_for_the_new_one() {
    let directory = Directory::new();
    let (path, old) = (directory.file("access.log"), directory.file("access.log.1"));
    let log = LogFile::open(&path).unwrap();
    log.write("one".to_owned());
    until(|| lines(&path).len() == 1);
    fs::rename(&path, &old).unwrap();
    log.reopen();
    log.write("two".to_owned());
    drop(log);
    assert_eq!((lines(&old), lines(&path)), (vec!["one".to_owned()], vec!["two".to_owned()]));
}

#[test]
fn a_rotation_is_also_noticed_untold() {
    let directory = Directory::new();
    let (path, old) = (directory.file("access.log"), directory.file("access.log.1"));
    let mut writer = Writer::new(path.clone(), append(&path).unwrap(), Arc::default());
    fs::rename(&path, &old).unwrap();
    assert!(!writer.is_time_to_look());
    writer.looked -= LOOK;
    assert!(writer.is_time_to_look());
    writer.reopen_if_rotated();
    assert!(path.exists());
}

#[test]
fn a_full_disk_costs_lines_and_nothing_else() {
    let directory = Directory::new();
    let path = directory.file("access.log");
    symlink("/dev/full", &path).unwrap();
    let file = append(&path).unwrap();
    let mut writer = Writer::new(path.clone(), file, Arc::default());
    for _ in 0..2 {
        writer.take("lost");
        writer.write_batch();
        assert!(writer.is_failing);
    }
    assert_eq!(writer.lost, 2);
    fs::remove_file(&path).unwrap();
    assert!(writer.is_time_to_look(), "at once while it fails");
    writer.reopen_if_rotated();
    writer.take("written");
    writer.write_batch();
    assert!(!writer.is_failing && writer.lost == 0);
    assert_eq!(lines(&path), ["written"]);
}

#[test]
fn a_line_that_broke_off_is_ended_before_the_next() {
    let directory = Directory::new();
    let path = directory.file("access.log");
    let mut writer = Writer::new(path.clone(), append(&path).unwrap(), Arc::default());
    writer.write_all(b"half a li").unwrap();
    writer.take("whole");
    writer.write_batch();
    assert_eq!(lines(&path), ["half a li", "whole"]);
}

#[test]
fn what_the_queue_cannot_hold_is_counted() {
    let (queue, lines) = sync_channel(1);
    let (end, ended) = sync_channel(0);
    let counts = Arc::new(Counts::default());
    let log = LogFile(Arc::new(Handle { queue: Some(queue), counts: counts.clone(), ended: Mutex::new(ended) }));
    for _ in 0..3 {
        log.write("line".to_owned());
    }
    assert_eq!(counts.dropped.load(Ordering::Relaxed), 2);
    let directory = Directory::new();
    let path = directory.file("access.log");
    let mut writer = Writer::new(path.clone(), append(&path).unwrap(), counts.clone());
    drop(end);
    drop(log);
    writer.run(&lines);
    assert_eq!(counts.dropped.load(Ordering::Relaxed), 0, "reported");
    assert_eq!(self::lines(&path), ["line"]);
}

#[test]
fn long_lines_do_not_fill_the_memory() {
    let (queue, lines) = sync_channel(QUEUE);
    let (end, ended) = sync_channel(0);
    let log = LogFile(Arc::new(Handle { queue: Some(queue), counts: Arc::default(), ended: Mutex::new(ended) }));
    for _ in 0..20 {
        log.write("x".repeat(1 << 20));
    }
    log.write("short".to_owned());
    let counts = log.0.counts.clone();
    assert_eq!(counts.dropped.load(Ordering::Relaxed), 5, "the short one does not fit either");
    let directory = Directory::new();
    let path = directory.file("access.log");
    let mut writer = Writer::new(path.clone(), append(&path).unwrap(), counts.clone());
    drop(end);
    drop(log);
    writer.run(&lines);
    assert_eq!((self::lines(&path).len(), counts.waiting.load(Ordering::Relaxed)), (16, 0));
}

#[test]
fn a_log_that_cannot_be_opened_is_an_error_at_the_start() {
    let directory = Directory::new();
    let error = LogFile::open(directory.file("missing/access.log")).unwrap_err().to_string();
    assert!(error.contains("cannot be opened") && error.contains("\nhelp: set `server.access_log_file`"), "{error}");
}
