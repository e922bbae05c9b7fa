//! Policies that are ready to be used, each around one way to tell who sends a request.

mod auth_tkt;
mod basic;
mod remote_user;
mod renewal;
mod session;
#[cfg(test)]
mod tests;

pub use auth_tkt::AuthTktPolicy;
pub use basic::BasicAuthPolicy;
pub use remote_user::RemoteUserPolicy;
pub use session::SessionPolicy;
