//! The applications and the runtime from outside: the tests are in the folder `tests`.
