//! The contacts server and helpers of the tests.
