//! Background jobs.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, mpsc};
use std::time::Duration;

use kernel::{Clock, Problem};
use store::jobs::{self, Filter, Handler, JobId, Runner, Settings, State};
use store::{Db, audit};
use testkit::db::{START, each_backend, permit};

use crate::sample::{AddBook, SHELF, add, titles};

fn enqueue(db: &Db, kind: &'static str, payload: &str) -> JobId {
    let payload = payload.to_owned();
    db.write(&permit::<AddBook>(), move |tx| Ok(tx.enqueue(kind, &payload, None)?)).unwrap()
}

fn find(db: &Db, id: JobId) -> jobs::Job {
    db.read(move |c| Ok(jobs::find(c, id)?)).unwrap()
}

/// A runner that looks for jobs only when it is told of them.
fn runner(db: &Db, handlers: Vec<Handler>) -> Runner {
    Runner::start(db, handlers, Settings { poll: Duration::from_secs(3600), ..Settings::default() }).unwrap()
}

/// Waits until the job has ended one way or the other.
fn ended(db: &Db, id: JobId) -> jobs::Job {
    loop {
        let job = find(db, id);
        if matches!(job.state, State::Done | State::Failed) {
            return job;
        }
        std::thread::yield_now();
    }
}

#[test]
fn a_job_runs_as_soon_as_its_write_is_committed() {
    each_backend(&[SHELF], |db| {
        let handler = Handler::new("print", |run, title: String| {
            run.progress(1, 2, "printing")?;
            let seen = run.id();
            let job = run.db().read(move |c| Ok(jobs::find(c, seen)?))?;
            assert_eq!((job.done, job.total, job.note.as_str()), (1, 2, "printing"));
            assert_eq!((job.state, run.requested_by()), (State::Running, "cli:tester"));
            run.db().write(&run.permit::<AddBook>(), move |tx| Ok(add(tx, &title)?))?;
            Ok(())
        });
        let runner = runner(db, vec![handler]);
        let job = ended(db, enqueue(db, "print", "报告"));
        assert_eq!((job.state, job.attempts, job.error), (State::Done, 1, None));
        assert_eq!(job.finished_at, Some(START));
        assert_eq!(db.read(|c| Ok(titles(c)?)).unwrap(), ["报告"]);
        let by = audit::Filter { actor: Some("job:print".into()), ..audit::Filter::default() };
        assert_eq!(db.read(move |c| Ok(audit::count(c, &by)?)).unwrap(), 1);
        runner.stop();
    });
}

#[test]
fn a_failing_or_panicking_job_keeps_its_error_and_others_go_on() {
    each_backend(&[SHELF], |db| {
        let handlers = vec![
            Handler::new("fail", |_, _: String| Err(Problem::refused("no-paper"))),
            Handler::new("panic", |_, _: String| panic!("on purpose")),
            Handler::new("fine", |_, _: String| Ok(())),
            Handler::new("number", |_, _: i64| Ok(())),
        ];
        let runner = runner(db, handlers);
        let error = |kind| ended(db, enqueue(db, kind, "x")).error.unwrap_or_default();
        assert!(error("fail").contains("no-paper"));
        assert!(error("panic").contains("on purpose"));
        assert!(error("number").contains("invalid type"));
        assert_eq!(error("fine"), "");
        runner.stop();
    });
}

#[test]
fn a_job_is_tried_again_later_and_given_up_in_the_end() {
    each_backend(&[SHELF], |db| {
        let (tell, told) = mpsc::channel();
        let handler = Handler::new("send", move |run, _: String| {
            tell.send(run.attempt()).unwrap();
            Err(Problem::unexpected("no line"))
        });
        let start = || runner(db, vec![handler.clone().attempts(2)]);
        let first = start();
        let id = enqueue(db, "send", "x");
        assert_eq!(told.recv().unwrap(), 1);
        let waiting = loop {
            let job = find(db, id);
            if job.error.is_some() {
                break job;
            }
            std::thread::yield_now();
        };
        first.stop();
        assert_eq!((waiting.state, waiting.attempts, waiting.run_at), (State::Queued, 1, START.plus(30)));
        db.clock.set(waiting.run_at);
        let second = start();
        let job = ended(db, id);
        assert_eq!(job.state, State::Failed);
        assert!(job.error.unwrap().contains("no line"));
        second.stop();
        assert!(db.write(&permit::<AddBook>(), move |tx| Ok(jobs::retry(tx, id)?)).unwrap());
        assert_eq!(find(db, id).state, State::Queued);
    });
}

#[test]
fn a_job_runs_again_after_a_restart() {
    each_backend(&[SHELF], |db| {
        let id = enqueue(db, "long", "x");
        // As a server that was killed leaves it.
        db.write_unaudited("killed", move |tx| {
            Ok(tx.run(
                "UPDATE jobs SET state = 'running', attempts = 1, worker = 'main', beat_at = run_at",
                &[],
            )?)
        })
        .unwrap();
        let other = Settings { name: "other".into(), ..Settings::default() };
        let handler = Handler::new("long", |_, _: String| Ok(()));
        // Another server leaves it alone while it may still be running …
        Runner::start(db, vec![handler.clone()], other.clone()).unwrap().stop();
        assert_eq!(find(db, id).state, State::Running);
        // … its own takes it up at once.
        let again = runner(db, vec![handler.clone()]);
        let job = ended(db, id);
        assert_eq!((job.state, job.attempts), (State::Done, 2));
        again.stop();
        // After a minute of silence the other one does, too.
        db.write_unaudited("killed", |tx| {
            Ok(tx.run("UPDATE jobs SET state = 'running', finished_at = NULL", &[])?)
        })
        .unwrap();
        db.clock.set(START.plus(61));
        let taken_over = Runner::start(db, vec![handler], other).unwrap();
        assert_eq!(ended(db, id).state, State::Done);
        taken_over.stop();
    });
}

#[test]
fn a_job_asked_to_stop_is_run_again_without_counting() {
    each_backend(&[SHELF], |db| {
        let (tell, told) = mpsc::channel();
        let handler = Handler::new("long", move |run, _: String| {
            tell.send(()).unwrap();
            while !run.stopping() {
                std::thread::yield_now();
            }
            Err(Problem::unexpected("stopped"))
        });
        let runner = runner(db, vec![handler]);
        let id = enqueue(db, "long", "x");
        told.recv().unwrap();
        runner.stop();
        let job = find(db, id);
        assert_eq!((job.state, job.attempts, job.error), (State::Queued, 0, None));
    });
}

#[test]
fn work_and_completion_in_one_write_happen_once() {
    each_backend(&[SHELF], |db| {
        let handler = Handler::new("once", |run, title: String| {
            let id = run.id();
            let its = run.clone();
            run.db().write(&run.permit::<AddBook>(), move |tx| {
                add(tx, &title)?;
                Ok(its.complete(tx)?)
            })?;
            let state = run.db().read(move |c| Ok(jobs::find(c, id)?.state))?;
            assert_eq!(state, State::Done);
            // What happens after that no longer counts.
            Err(Problem::unexpected("too late"))
        });
        let runner = runner(db, vec![handler]);
        let id = enqueue(db, "once", "a");
        ended(db, id);
        runner.stop();
        assert_eq!(find(db, id).state, State::Done);
        assert_eq!(db.read(|c| Ok(titles(c)?)).unwrap(), ["a"]);
    });
}

#[test]
fn a_job_waits_for_its_time_and_runners_share_the_queue() {
    each_backend(&[SHELF], |db| {
        let ran = Arc::new(AtomicU32::new(0));
        let counter = Arc::clone(&ran);
        let handler = Handler::new("count", move |_, _: String| {
            counter.fetch_add(1, Ordering::SeqCst);
            Ok(())
        });
        let ids: Vec<JobId> = (0..20).map(|_| enqueue(db, "count", "x")).collect();
        let later =
            db.write(&permit::<AddBook>(), |tx| Ok(tx.enqueue("count", "x", Some(START.plus(10)))?)).unwrap();
        let settings =
            |name: &str| Settings { name: name.into(), workers: 3, poll: Duration::from_secs(3600) };
        let both =
            ["one", "two"].map(|name| Runner::start(db, vec![handler.clone()], settings(name)).unwrap());
        for id in ids {
            assert_eq!(ended(db, id).attempts, 1);
        }
        assert_eq!(ran.load(Ordering::SeqCst), 20);
        assert_eq!(find(db, later).state, State::Queued);
        db.clock.set(db.clock.now().plus(10));
        enqueue(db, "other", "rings the bell");
        assert_eq!(ended(db, later).state, State::Done);
        both.into_iter().for_each(Runner::stop);
        let done = Filter { state: Some(State::Done), ..Filter::default() };
        let page = db.read(move |c| Ok(jobs::list(c, &done, None, 5)?)).unwrap();
        assert_eq!((page.len(), page[0].id), (5, later));
        let gone = db.write_unaudited("forget", |tx| Ok(jobs::forget(tx, START.plus(5))?)).unwrap();
        assert_eq!(gone, 20);
    });
}

#[test]
fn a_queued_job_can_be_cancelled() {
    each_backend(&[SHELF], |db| {
        let id = enqueue(db, "never", "x");
        let cancel = || db.write(&permit::<AddBook>(), move |tx| Ok(jobs::cancel(tx, id)?)).unwrap();
        assert_eq!((cancel(), cancel()), (true, false));
        assert_eq!(find(db, id).state, State::Failed);
    });
}
