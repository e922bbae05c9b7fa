//! What Pyramid itself does: `tests/vectors/auth_tkt.json` and `session_cookie.json`, written by `security.py` beside them, and
//! `csrf.json`, written by `csrf.py`.

mod auth_tkt;
mod csrf;
mod session_cookie;
