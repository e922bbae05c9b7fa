//! What Pyramid itself does: `tests/vectors/auth_tkt.json` and `session_cookie.json`, written by `security.py` beside them.

mod auth_tkt;
mod session_cookie;
