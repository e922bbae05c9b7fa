//! What goes along with a job.

use std::cell::RefCell;

use tracing::Instrument;

use super::{block_on, executor};
use crate::executor::{Executor, ExecutorConfig, synchronize};

tokio::task_local!(static TENANT: &'static str);
thread_local!(static LANGUAGE: RefCell<&'static str> = const { RefCell::new("none") });

fn carrying() -> ExecutorConfig {
    ExecutorConfig::default().carry(|| {
        let tenant = TENANT.try_with(|tenant| *tenant).unwrap_or("nobody");
        move |job: &mut dyn FnMut()| TENANT.sync_scope(tenant, job)
    })
}

#[test]
fn a_task_local_goes_along_and_further_down() {
    block_on(async {
        let executor = Executor::new(carrying());
        let inner = executor.clone();
        let nested = move || (TENANT.get(), synchronize(inner.run(|| TENANT.get())).unwrap());
        assert_eq!(TENANT.scope("acme", executor.run(nested)).await.unwrap(), ("acme", "acme"));
        assert_eq!(executor.run(|| TENANT.get()).await.unwrap(), "nobody", "on the same thread");
    });
}

#[test]
fn several_contexts_nest_the_first_outermost() {
    let config = carrying().carry(|| {
        let language = LANGUAGE.with(|language| *language.borrow());
        move |job: &mut dyn FnMut()| {
            assert_eq!(TENANT.get(), "acme");
            LANGUAGE.set(language);
            job();
            LANGUAGE.set("none");
        }
    });
    block_on(async {
        let executor = Executor::new(config);
        LANGUAGE.set("fr");
        let seen = TENANT.scope("acme", executor.run(|| LANGUAGE.with(|language| *language.borrow()))).await;
        assert_eq!(seen.unwrap(), "fr");
    });
}

#[test]
fn a_context_that_does_not_call_the_job_is_an_error() {
    block_on(async {
        let executor = Executor::new(ExecutorConfig::default().carry(|| |_: &mut dyn FnMut()| ()));
        let error = executor.run(|| ()).await.unwrap_err();
        assert!(error.to_string().contains("returned without calling the job"), "{error}");
    });
}

#[test]
fn a_context_that_calls_the_job_twice_calls_it_once() {
    block_on(async {
        let executor = Executor::new(ExecutorConfig::default().carry(|| {
            |job: &mut dyn FnMut()| {
                job();
                job();
            }
        }));
        assert_eq!(executor.run(|| 7).await.unwrap(), 7);
    });
}

#[test]
fn configurations_that_carry_the_same_are_equal() {
    assert_eq!(carrying(), carrying());
    assert_ne!(carrying(), ExecutorConfig::default());
    let captures = |text: String| ExecutorConfig::default().carry(move || text.clone().map_job());
    let one = captures("one".to_owned());
    assert_eq!(one, one.clone());
    assert_ne!(one, captures("two".to_owned()));
}

trait MapJob {
    fn map_job(self) -> fn(&mut dyn FnMut());
}

impl MapJob for String {
    fn map_job(self) -> fn(&mut dyn FnMut()) {
        |job| job()
    }
}

#[test]
fn the_span_and_the_subscriber_of_the_caller_go_along() {
    let subscriber = || tracing_subscriber::fmt().with_writer(std::io::sink).finish();
    tracing::subscriber::with_default(subscriber(), || {
        block_on(async {
            let executor = executor(1);
            let span = tracing::info_span!("request");
            let seen = executor.run(|| tracing::Span::current().id()).instrument(span.clone()).await.unwrap();
            assert_eq!(seen, span.id());
            let enabled = executor.run(|| tracing::enabled!(tracing::Level::ERROR)).await.unwrap();
            assert!(enabled, "also without a span");
        });
    });
    block_on(async {
        let silent = executor(1);
        let enabled =
            silent.run(|| tracing::dispatcher::get_default(tracing::Dispatch::is::<tracing_subscriber::FmtSubscriber>));
        assert!(!enabled.await.unwrap());
    });
}
