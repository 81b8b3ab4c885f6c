//! The worker: the project's own CPython, for code that the evaluator cannot follow.
//!
//! This crate starts the process, speaks with it and checks what it says. What the calls mean is decided above
//! (`alembic_runtime::worker`); the Python side is in `python/` and travels inside the binary.
//!
//! # Protocol
//! One socket, used as the standard input of the process, carries frames: four bytes of length (big endian), then
//! JSON. Standard output and standard error of the process are those of the command, so nothing that the project
//! prints can disturb the frames. After the handshake both sides may call each other, and a call may cause calls
//! back before it returns.

mod error;
mod frame;
mod process;
mod shim;
mod wire;
mod worker;

pub use error::{CallError, RemoteException, WorkerError};
pub use process::{Interpreter, StartOptions};
pub use wire::Wire;
pub use worker::{Call, Handler, Ready, Worker};

/// Version of the protocol; both sides name it in the handshake.
pub const PROTOCOL: i64 = 1;
