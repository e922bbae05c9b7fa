//! Every message that the macros give, and code that must pass: the cases are in the folder `cases`.
