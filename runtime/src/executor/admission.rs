//! Running permits: how many jobs of an executor run at the same time.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::sync::Semaphore;

/// Admits new jobs while fewer than the permitted number run.
///
/// Nested jobs, and jobs that resume from a wait, must never queue here: a running job may hold the lock that the queued one has to
/// get past, or the other way round. They overdraw, and while there is a debt a permit that is given back pays it instead of
/// admitting the next job.
#[derive(Debug)]
pub(super) struct Admission {
    semaphore: Semaphore,
    debt: AtomicUsize,
}

impl Admission {
    pub(super) fn new(permits: usize) -> Admission {
        Admission { semaphore: Semaphore::new(permits), debt: AtomicUsize::new(0) }
    }

    /// Waits in line for a permit. Dropping the future leaves the line.
    pub(super) async fn admit(self: &Arc<Self>) -> Permit {
        self.semaphore.acquire().await.expect("nothing closes this semaphore").forget();
        Permit { admission: Arc::clone(self) }
    }

    /// Takes a permit at once, whether or not one is free.
    pub(super) fn overdraw(self: &Arc<Self>) -> Permit {
        match self.semaphore.try_acquire() {
            Ok(permit) => permit.forget(),
            // A permit may become free just here. Then one job too many is admitted, until the next release pays the debt.
            Err(_) => {
                self.debt.fetch_add(1, Ordering::Relaxed);
            }
        }
        Permit { admission: Arc::clone(self) }
    }

    #[cfg(test)]
    pub(super) fn free_permits(&self) -> usize {
        self.semaphore.available_permits()
    }

    fn release(&self) {
        let paid = self.debt.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |debt| debt.checked_sub(1));
        if paid.is_err() {
            self.semaphore.add_permits(1);
        }
    }
}

/// The right to run one job, given back when dropped.
#[derive(Debug)]
pub(super) struct Permit {
    admission: Arc<Admission>,
}

impl Permit {
    pub(super) fn admission(&self) -> &Arc<Admission> {
        &self.admission
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        self.admission.release();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures_util::FutureExt;

    #[test]
    fn admits_up_to_the_number_of_permits() {
        let admission = Arc::new(Admission::new(1));
        let first = admission.admit().now_or_never().expect("a permit is free");
        assert!(admission.admit().now_or_never().is_none());
        drop(first);
        assert!(admission.admit().now_or_never().is_some());
    }

    #[test]
    fn a_debt_is_paid_before_the_next_job_is_admitted() {
        let admission = Arc::new(Admission::new(1));
        let first = admission.admit().now_or_never().expect("a permit is free");
        let nested = admission.overdraw();
        drop(first);
        assert!(admission.admit().now_or_never().is_none(), "the nested job still runs");
        drop(nested);
        assert!(admission.admit().now_or_never().is_some());
    }

    #[test]
    fn an_overdraft_takes_a_free_permit_first() {
        let admission = Arc::new(Admission::new(2));
        let nested = admission.overdraw();
        assert_eq!((admission.free_permits(), admission.debt.load(Ordering::Relaxed)), (1, 0));
        drop(nested);
        assert_eq!(admission.free_permits(), 2);
    }

    #[test]
    fn leaving_the_line_loses_no_permit() {
        let admission = Arc::new(Admission::new(1));
        let first = admission.admit().now_or_never().expect("a permit is free");
        let mut queued = Box::pin(admission.admit());
        assert!(queued.as_mut().now_or_never().is_none());
        drop(first);
        drop(queued);
        assert_eq!(admission.free_permits(), 1);
    }
}
