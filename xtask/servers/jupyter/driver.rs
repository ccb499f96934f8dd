mod harness; fn main(){}
