//! The watchdog with a clock that the tests move by hand.

mod metrics;

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, mpsc};
use std::thread;
use std::time::Duration;

use super::function::{Facts, Function};
use super::monitor::Monitor;
use super::slot::{Begun, Slot};
use super::{Limit, Stall, Watchdog, Watched};

/// A monitor whose thread never starts, and one thread that polls.
struct Watch {
    monitor: &'static Monitor,
    slot: Arc<Slot>,
    reports: Arc<Mutex<Vec<String>>>,
}

impl Watch {
    fn new() -> Self {
        let monitor: &'static Monitor = Box::leak(Box::new(Monitor::new()));
        Self { monitor, slot: monitor.new_slot(), reports: Arc::default() }
    }

    /// A function that may take 100 ms.
    fn function(&self, name: &str) -> Arc<Function> {
        let reports = Arc::clone(&self.reports);
        let function = watch(self.monitor, name, 100, move |stall| {
            let over = if stall.is_over() { "over" } else { "on" };
            let report = format!("{} {} {over}", stall.function(), stall.duration().as_millis());
            reports.lock().unwrap().push(report);
        });
        self.monitor.clock.wake_up();
        function
    }

    fn enter(&self, function: &Arc<Function>) -> Poll {
        enter(self.monitor, &self.slot, function)
    }

    fn reports(&self) -> Vec<String> {
        std::mem::take(&mut self.reports.lock().unwrap())
    }
}

/// A poll that ends when it is dropped.
struct Poll {
    monitor: &'static Monitor,
    slot: Arc<Slot>,
    function: Arc<Function>,
    begun: Begun,
}

fn enter(monitor: &'static Monitor, slot: &Arc<Slot>, function: &Arc<Function>) -> Poll {
    let begun = slot.begin(monitor, function);
    Poll { monitor, slot: Arc::clone(slot), function: Arc::clone(function), begun }
}

impl Drop for Poll {
    fn drop(&mut self) {
        self.slot.end(self.monitor, &self.function, self.begun);
    }
}

fn watch(
    monitor: &'static Monitor,
    name: &str,
    limit: u64,
    hook: impl Fn(&Stall<'_>) + Send + Sync + 'static,
) -> Arc<Function> {
    let facts = Facts {
        name: name.to_owned(),
        location: "src/views.rs:12".to_owned(),
        help: "",
        hook: Some(Arc::new(hook)),
        subscriber: tracing::dispatcher::get_default(tracing::Dispatch::downgrade),
    };
    monitor.watch(facts, Duration::from_millis(limit))
}

#[test]
fn a_poll_is_reported_once_while_it_blocks_and_once_when_it_is_over() {
    let watch = Watch::new();
    let view = watch.function("view");
    let poll = watch.enter(&view);
    assert!(watch.monitor.tick(95));
    assert!(watch.reports().is_empty());
    watch.monitor.tick(5);
    assert_eq!(watch.reports(), ["view 100 on"]);
    watch.monitor.tick(200);
    assert!(watch.reports().is_empty());
    drop(poll);
    assert_eq!(watch.reports(), ["view 300 over"]);
    assert!(!watch.monitor.tick(5));
    assert!(watch.reports().is_empty());
}

#[test]
fn polls_within_the_limit_are_not_added_up() {
    let watch = Watch::new();
    let view = watch.function("view");
    for _ in 0..10 {
        let _poll = watch.enter(&view);
        watch.monitor.tick(99);
    }
    assert!(watch.reports().is_empty());
}

#[test]
fn a_poll_that_ends_between_two_ticks_is_reported_by_its_thread() {
    let watch = Watch::new();
    let view = watch.function("view");
    let poll = watch.enter(&view);
    watch.monitor.clock.advance(100);
    drop(poll);
    assert_eq!(watch.reports(), ["view 100 over"]);
}

#[test]
fn only_the_innermost_poll_is_reported_for_a_stall() {
    let watch = Watch::new();
    let [outer, middle, inner] = ["outer", "middle", "inner"].map(|name| watch.function(name));
    let polls = (watch.enter(&outer), watch.enter(&middle));
    watch.monitor.tick(20);
    let innermost = watch.enter(&inner);
    watch.monitor.tick(150);
    drop(innermost);
    assert_eq!(watch.reports(), ["inner 150 on", "inner 150 over"]);
    watch.monitor.tick(70);
    drop(polls.1);
    watch.monitor.tick(9);
    drop(polls.0);
    assert!(watch.reports().is_empty());
}

#[test]
fn what_each_does_within_the_limit_adds_up_for_those_around_it() {
    let watch = Watch::new();
    let [outer, inner] = ["outer", "inner"].map(|name| watch.function(name));
    let around = watch.enter(&outer);
    for _ in 0..3 {
        let _poll = watch.enter(&inner);
        watch.monitor.tick(40);
    }
    watch.monitor.tick(1);
    assert_eq!(watch.reports(), ["outer 121 on"]);
    drop(around);
    assert_eq!(watch.reports(), ["outer 121 over"]);
}

#[test]
fn a_poll_around_a_stall_is_reported_for_what_it_does_itself() {
    let watch = Watch::new();
    let [outer, inner] = ["outer", "inner"].map(|name| watch.function(name));
    let around = watch.enter(&outer);
    watch.monitor.tick(100);
    let poll = watch.enter(&inner);
    watch.monitor.tick(200);
    drop(poll);
    drop(around);
    assert_eq!(watch.reports(), ["outer 100 on", "inner 200 on", "inner 200 over", "outer 100 over"]);
}

#[test]
fn a_panic_ends_a_poll() {
    let watch = Watch::new();
    let view = watch.function("view");
    let panicked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        let _poll = watch.enter(&view);
        watch.monitor.tick(100);
        panic!("on purpose");
    }));
    assert!(panicked.is_err());
    assert_eq!(watch.reports(), ["view 100 on", "view 100 over"]);
    assert!(!watch.monitor.tick(100));
}

#[test]
fn each_function_has_its_own_limit_and_thread() {
    let watch = Watch::new();
    let slow = watch.function("slow");
    let (sender, reports) = mpsc::channel();
    let fast = self::watch(watch.monitor, "fast", 10, move |stall| sender.send(stall.thread().id()).unwrap());
    watch.monitor.clock.wake_up();
    let _slow = watch.enter(&slow);
    let other = thread::scope(|scope| {
        let poll = scope.spawn(|| {
            let slot = watch.monitor.new_slot();
            let _fast = enter(watch.monitor, &slot, &fast);
            watch.monitor.tick(10);
            thread::current().id()
        });
        poll.join().unwrap()
    });
    assert_eq!(reports.try_iter().collect::<Vec<_>>(), [other, other]);
    assert!(watch.reports().is_empty());
}

#[test]
fn a_hook_that_panics_is_survived() {
    let watch = Watch::new();
    let calls = Arc::new(AtomicU32::new(0));
    let counter = Arc::clone(&calls);
    let view = self::watch(watch.monitor, "view", 100, move |_| {
        counter.fetch_add(1, Ordering::Relaxed);
        panic!("on purpose");
    });
    watch.monitor.clock.wake_up();
    let poll = watch.enter(&view);
    watch.monitor.tick(100);
    drop(poll);
    assert_eq!(calls.load(Ordering::Relaxed), 2);
}

#[test]
fn a_number_is_given_again() {
    let watch = Watch::new();
    let first = watch.function("first");
    let (kept, number) = (watch.function("kept"), first.number);
    drop(first);
    let second = watch.function("second");
    assert_eq!(second.number, number);
    assert_ne!(kept.number, number);
    let _poll = watch.enter(&second);
    watch.monitor.tick(100);
    assert_eq!(watch.reports(), ["second 100 on"]);
}

#[test]
fn the_parts_of_a_function_are_made_once_and_go_with_it() {
    let watch = Watch::new();
    let view = Watched(watch.function("view"));
    let numbers =
        |view: &Watched| view.parts(&["on_open", "on_close"]).iter().map(|part| part.0.number).collect::<Vec<_>>();
    assert_eq!(numbers(&view), numbers(&view));
    let around = watch.enter(&view.0);
    let poll = watch.enter(&view.parts(&["on_open", "on_close"])[1].0);
    watch.monitor.tick(100);
    drop((poll, around));
    assert_eq!(watch.reports(), ["view::on_close 100 on", "view::on_close 100 over"]);
    let before = numbers(&view);
    drop(view);
    let others = [(); 3].map(|()| watch.function("another"));
    let given_again = others.map(|other| other.number);
    assert!(before.iter().all(|number| given_again.contains(number)), "{given_again:?}");
}

/// The monitor's own thread, from its first poll over its rest to its end.
#[test]
fn the_monitor_runs_while_there_is_something_to_watch() {
    let monitor: &'static Monitor = Box::leak(Box::new(Monitor::new()));
    let (sender, reports) = mpsc::channel();
    let view = watch(monitor, "view", 20, move |stall| sender.send(stall.is_over()).unwrap());
    let slot = monitor.new_slot();
    assert!(!monitor.has_thread());
    for _ in 0..2 {
        let poll = enter(monitor, &slot, &view);
        assert!(!reports.recv().unwrap());
        drop(poll);
        assert!(reports.recv().unwrap());
        until(|| monitor.clock.read().is_asleep());
        assert!(monitor.has_thread());
    }
    drop(view);
    until(|| !monitor.has_thread());
    assert!(monitor.clock.read().is_asleep());
}

fn until(condition: impl Fn() -> bool) {
    while !condition() {
        thread::yield_now();
    }
}

#[test]
fn a_thread_that_has_ended_is_forgotten() {
    let watch = Watch::new();
    let slot = Arc::downgrade(&watch.slot);
    drop(watch.slot);
    assert!(slot.upgrade().is_some());
    watch.monitor.tick(5);
    assert!(slot.upgrade().is_none());
}

#[test]
fn a_setting_goes_before_the_code() {
    let limit = |setting: Option<&str>| {
        let setting = setting.map(|text| text.parse::<Limit>().unwrap());
        Watchdog::new().limit(Duration::from_secs(3)).limited_by(setting).limit
    };
    assert_eq!(limit(None), Some(Duration::from_secs(3)));
    assert_eq!(limit(Some("50ms")), Some(Duration::from_millis(50)));
    assert_eq!(limit(Some("off")), None);
}
