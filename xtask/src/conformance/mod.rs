//! Every operation of every document against independent judges.

mod styles;
