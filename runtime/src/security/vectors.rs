//! What Pyramid itself does: `tests/vectors/auth_tkt.json` and `session_cookie.json`, written by `security.py` beside them, and
//! `csrf.json` and `session.json`, written by `csrf.py` and `session.py`.

mod auth_tkt;
mod csrf;
mod session;
mod session_cookie;
