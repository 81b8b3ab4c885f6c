//! A conversation with one Python process.

use std::cell::{Cell, RefCell};
use std::process::Child;

use serde_json::{Value, json};

use crate::PROTOCOL;
use crate::error::{CallError, RemoteException, WorkerError};
use crate::frame::{self, FrameError};
use crate::process::{self, Interpreter, StartOptions};
use crate::shim;
use crate::wire::Wire;

#[cfg(unix)]
type Stream = std::os::unix::net::UnixStream;

/// What the process says about itself after the handshake.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ready {
    /// Version of Python.
    pub python: String,
    /// `sys.executable`.
    pub executable: String,
    /// Version of SQLAlchemy.
    pub sqlalchemy: String,
}

/// A call from Python.
#[derive(Debug, Clone, PartialEq)]
pub struct Call {
    /// Name of the function.
    pub method: String,
    /// Its arguments.
    pub arguments: Vec<Wire>,
}

/// Answers calls from Python.
pub trait Handler {
    /// Does what is asked; an exception is raised in Python at the place of the call.
    fn handle(&self, call: Call) -> Result<Wire, RemoteException>;
}

/// A running Python process that has passed the handshake.
pub struct Worker {
    stream: RefCell<Stream>,
    child: RefCell<Child>,
    ready: Ready,
    /// Why the process is of no use any more.
    broken: RefCell<Option<WorkerError>>,
    depth: Cell<usize>,
}

impl Worker {
    /// Starts the interpreter and waits until it is ready.
    ///
    /// # Errors
    /// It does not start, does not answer in time, answers something else or another version, or has no SQLAlchemy.
    pub fn start(interpreter: &Interpreter, options: &StartOptions) -> Result<Self, WorkerError> {
        let (child, stream) = process::spawn(&interpreter.program, shim::BOOTSTRAP)?;
        let mut worker = Self {
            stream: RefCell::new(stream),
            child: RefCell::new(child),
            ready: Ready::default(),
            broken: RefCell::default(),
            depth: Cell::new(0),
        };
        worker.set_timeout(Some(options.handshake_timeout));
        let ready = worker.handshake(options).map_err(|error| match error {
            WorkerError::Silent(_) => WorkerError::Silent(options.handshake_timeout),
            other => other,
        })?;
        worker.ready = ready;
        // A migration may run for hours; from here only the end of the process ends the wait.
        worker.set_timeout(None);
        Ok(worker)
    }

    fn set_timeout(&self, timeout: Option<std::time::Duration>) {
        // It fails for a zero duration only; without a limit the wait is merely longer.
        let _ = self.stream.borrow().set_read_timeout(timeout);
    }

    fn handshake(&self, options: &StartOptions) -> Result<Ready, WorkerError> {
        let hello = self.receive()?;
        if hello.get("hello").and_then(Value::as_str) != Some("alembic-rs worker") {
            return Err(WorkerError::Garbage(hello.to_string()));
        }
        let found = hello.get("protocol").and_then(Value::as_i64).unwrap_or(-1);
        if found != PROTOCOL {
            return Err(WorkerError::Version {
                expected: PROTOCOL,
                found,
            });
        }
        self.send(&json!({
            "protocol": PROTOCOL,
            "modules": shim::MODULES.iter().map(|(name, text)| json!([name, text])).collect::<Vec<_>>(),
            "sys_path": options.sys_path.iter().map(|path| path.display().to_string()).collect::<Vec<_>>(),
        }))?;
        let ready = self.receive()?;
        if let Some(reason) = ready.get("unfit").and_then(Value::as_str) {
            return Err(WorkerError::Unfit(reason.to_owned()));
        }
        let text = |name: &str| {
            ready
                .get(name)
                .and_then(Value::as_str)
                .map(str::to_owned)
                .ok_or_else(|| WorkerError::Garbage(ready.to_string()))
        };
        Ok(Ready {
            python: text("python")?,
            executable: text("executable")?,
            sqlalchemy: text("sqlalchemy")?,
        })
    }

    /// What the process said about itself.
    pub fn ready(&self) -> &Ready {
        &self.ready
    }

    /// Calls a function of the Python side; its calls back go to the handler.
    ///
    /// # Errors
    /// The function raised an exception, or the process is of no use any more.
    pub fn call(
        &self,
        method: &str,
        arguments: &[Wire],
        handler: &dyn Handler,
    ) -> Result<Wire, CallError> {
        if let Some(error) = &*self.broken.borrow() {
            return Err(error.clone().into());
        }
        let arguments: Vec<Value> = arguments.iter().map(Wire::to_json).collect();
        self.send(&json!({"call": method, "args": arguments}))?;
        self.depth.set(self.depth.get() + 1);
        let outcome = self.serve(handler);
        self.depth.set(self.depth.get() - 1);
        outcome
    }

    /// Answers calls until the open call returns.
    fn serve(&self, handler: &dyn Handler) -> Result<Wire, CallError> {
        loop {
            let message = self.receive()?;
            let garbage = || self.garbage(message.to_string());
            if let Some(value) = message.get("return") {
                return Ok(Wire::from_json(value).map_err(|text| self.garbage(text))?);
            }
            if let Some(raised) = message.get("raise") {
                let exception = exception_from_json(raised).ok_or_else(garbage)?;
                return Err(CallError::Raised(Box::new(exception)));
            }
            let method = message
                .get("call")
                .and_then(Value::as_str)
                .ok_or_else(garbage)?;
            let given = message
                .get("args")
                .and_then(Value::as_array)
                .ok_or_else(garbage)?;
            let arguments: Result<Vec<Wire>, String> = given.iter().map(Wire::from_json).collect();
            let call = Call {
                method: method.to_owned(),
                arguments: arguments.map_err(|text| self.garbage(text))?,
            };
            let answer = match handler.handle(call) {
                Ok(value) => json!({"return": value.to_json()}),
                Err(exception) => json!({"raise": exception_to_json(&exception)}),
            };
            // Broken by a call inside of this one: there is nobody to answer.
            if let Some(error) = &*self.broken.borrow() {
                return Err(error.clone().into());
            }
            self.send(&answer)?;
        }
    }

    fn send(&self, message: &Value) -> Result<(), WorkerError> {
        let written = frame::write(&mut *self.stream.borrow_mut(), message);
        written.map_err(|error| self.broken_by(error))
    }

    fn receive(&self) -> Result<Value, WorkerError> {
        let read = frame::read(&mut *self.stream.borrow_mut());
        read.map_err(|error| self.broken_by(error))
    }

    fn garbage(&self, text: String) -> WorkerError {
        self.broken_by(FrameError::Garbage(text))
    }

    /// Notes that the process is of no use any more, and ends it.
    fn broken_by(&self, error: FrameError) -> WorkerError {
        let mut child = self.child.borrow_mut();
        let error = match error {
            FrameError::Closed => WorkerError::Died(process::ending(&mut child)),
            FrameError::TimedOut => WorkerError::Silent(std::time::Duration::ZERO),
            FrameError::Garbage(text) => WorkerError::Garbage(text),
        };
        // It may have ended by itself.
        let _ = child.kill();
        let _ = child.wait();
        *self.broken.borrow_mut() = Some(error.clone());
        error
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        // An idle process ends when its socket closes; one in the middle of a call is stopped.
        let _ = self.stream.borrow().shutdown(std::net::Shutdown::Both);
        let mut child = self.child.borrow_mut();
        if self.depth.get() > 0 || self.broken.borrow().is_some() {
            let _ = child.kill();
        }
        let _ = child.wait();
    }
}

fn exception_from_json(value: &Value) -> Option<RemoteException> {
    let text = |name: &str| value.get(name).and_then(Value::as_str).map(str::to_owned);
    Some(RemoteException {
        type_name: text("type")?,
        message: text("message")?,
        traceback: text("traceback"),
        exit_status: value
            .get("exit")
            .and_then(Value::as_i64)
            .and_then(|status| i32::try_from(status).ok()),
        token: value.get("token").and_then(Value::as_u64),
        sqlstate: text("sqlstate"),
    })
}

fn exception_to_json(exception: &RemoteException) -> Value {
    json!({
        "type": exception.type_name,
        "message": exception.message,
        "token": exception.token,
        "sqlstate": exception.sqlstate,
    })
}
