//! Workers that die, keep silent or talk nonsense: an error each time, never a wrong value.
#![cfg(unix)]

use std::os::unix::fs::PermissionsExt;
use std::time::Duration;

use alembic_worker::{
    Call, CallError, Handler, Interpreter, RemoteException, StartOptions, Wire, Worker, WorkerError,
};
use anyhow::{Context, Result};

/// A program that takes the socket and runs `body`, with `say(value)` and `hear()`.
struct Fake {
    _folder: tempfile::TempDir,
    interpreter: Interpreter,
}

impl Fake {
    fn new(body: &str) -> Result<Self> {
        let folder = tempfile::TempDir::new()?;
        let program = folder.path().join("python");
        let text = format!(
            "#!/usr/bin/env python3\nimport json, os, signal, socket, struct, time\ns = socket.socket(fileno=0)\ndef raw(data):\n    s.sendall(data)\ndef say(value):\n    data = json.dumps(value).encode()\n    raw(struct.pack('>I', len(data)) + data)\ndef hear():\n    n = struct.unpack('>I', s.recv(4, socket.MSG_WAITALL))[0]\n    return json.loads(s.recv(n, socket.MSG_WAITALL))\nHELLO = {{'hello': 'alembic-rs worker', 'protocol': {}}}\nREADY = {{'python': '3', 'executable': 'x', 'sqlalchemy': '2'}}\n{body}\n",
            alembic_worker::PROTOCOL
        );
        std::fs::write(&program, text)?;
        std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755))?;
        Ok(Self {
            interpreter: Interpreter {
                program,
                found_by: "the test".to_owned(),
            },
            _folder: folder,
        })
    }

    fn start(&self) -> Result<Worker, WorkerError> {
        Worker::start(
            &self.interpreter,
            &StartOptions {
                sys_path: Vec::new(),
                handshake_timeout: Duration::from_secs(2),
            },
        )
    }

    /// Starts a worker whose handshake is right, and calls it.
    fn call(&self) -> Result<Result<Wire, CallError>> {
        let worker = self.start().context("handshake")?;
        let outcome = worker.call("run", &[Wire::text("x")], &Nobody);
        if matches!(outcome, Err(CallError::Worker(_))) {
            // What failed once is not used again.
            let again = worker.call("run", &[], &Nobody);
            assert_eq!(again, outcome);
        }
        Ok(outcome)
    }
}

/// Refuses every call.
struct Nobody;

impl Handler for Nobody {
    fn handle(&self, call: Call) -> Result<Wire, RemoteException> {
        Err(RemoteException::new("RuntimeError", call.method))
    }
}

fn start_error(body: &str) -> Result<WorkerError> {
    match Fake::new(body)?.start() {
        Ok(_) => anyhow::bail!("the handshake went through"),
        Err(error) => Ok(error),
    }
}

#[test]
fn a_missing_program_is_told() {
    let interpreter = Interpreter {
        program: "/nowhere/python".into(),
        found_by: "the test".to_owned(),
    };
    let options = StartOptions {
        sys_path: Vec::new(),
        handshake_timeout: Duration::from_secs(1),
    };
    assert!(matches!(
        Worker::start(&interpreter, &options),
        Err(WorkerError::Start { .. })
    ));
}

#[test]
fn handshakes_that_go_wrong() -> Result<()> {
    assert!(matches!(start_error("")?, WorkerError::Died(_)));
    assert_eq!(
        start_error("os.kill(os.getpid(), signal.SIGKILL)")?,
        WorkerError::Died("signal: 9 (SIGKILL)".to_owned())
    );
    assert_eq!(
        start_error("time.sleep(60)")?,
        WorkerError::Silent(Duration::from_secs(2))
    );
    assert!(matches!(
        start_error("raw(b'Python 3.11.4 (main) on linux')")?,
        WorkerError::Garbage(_)
    ));
    assert!(matches!(
        start_error("say({'hello': 'somebody else'})")?,
        WorkerError::Garbage(_)
    ));
    assert_eq!(
        start_error("say(dict(HELLO, protocol=99))")?,
        WorkerError::Version {
            expected: alembic_worker::PROTOCOL,
            found: 99
        }
    );
    assert_eq!(
        start_error("say(HELLO); hear(); say({'unfit': 'no SQLAlchemy'})")?,
        WorkerError::Unfit("no SQLAlchemy".to_owned())
    );
    assert!(matches!(
        start_error("say(HELLO); hear(); say({'python': 3})")?,
        WorkerError::Garbage(_)
    ));
    Ok(())
}

#[test]
fn calls_that_go_wrong() -> Result<()> {
    let call = |body: &str| -> Result<Result<Wire, CallError>> {
        Fake::new(&format!("say(HELLO); hear(); say(READY); hear()\n{body}"))?.call()
    };
    assert_eq!(call("say({'return': [1]})")??, {
        Wire::List(vec![Wire::Sql(alembic_schema::SqlValue::Int(1))])
    });
    assert!(matches!(
        call("os.kill(os.getpid(), signal.SIGKILL)")?,
        Err(CallError::Worker(WorkerError::Died(_)))
    ));
    for nonsense in [
        "say({'return': {'$': 'complex', 'v': '1j'}})",
        "say({'return': 1.5})",
        "say({'raise': {'message': 'without a type'}})",
        "say({'call': 'x'})",
        "say([1, 2])",
        "raw(b'\\xff\\xff\\xff\\xff')",
        "raw(b'\\x00\\x00\\x00\\x04{{{{')",
    ] {
        assert!(
            matches!(
                call(nonsense)?,
                Err(CallError::Worker(WorkerError::Garbage(_)))
            ),
            "{nonsense}"
        );
    }
    Ok(())
}

#[test]
fn exceptions_cross_in_both_directions() -> Result<()> {
    let fake = Fake::new(
        "say(HELLO); hear(); say(READY); hear()\nsay({'call': 'question', 'args': []})\nanswer = hear()['raise']\nsay({'raise': {'type': 'KeyError', 'message': answer['type'] + ': ' + answer['message']}})",
    )?;
    match fake.call()? {
        Err(CallError::Raised(exception)) => {
            assert_eq!(exception.type_name, "KeyError");
            assert_eq!(exception.message, "RuntimeError: question");
        }
        other => anyhow::bail!("{other:?}"),
    }
    Ok(())
}
