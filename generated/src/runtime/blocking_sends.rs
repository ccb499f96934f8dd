//! The methods by which a blocking client sends an operation, beside those of an asynchronous one.

/// Gives an operation's struct, which has a field `call`, the methods by which a blocking client sends it, each with what it
/// reads and gives. Without the feature `blocking` there are none, and nothing to compile.
///
/// It is exported so that a crate that has no operations gets no warning.
#[cfg(not(feature = "blocking"))]
#[doc(hidden)]
#[macro_export]
macro_rules! blocking_sends {
    ($($anything:tt)*) => {};
}

/// Gives an operation's struct, which has a field `call`, the methods by which a blocking client sends it, each with what it
/// reads and gives.
///
/// It is exported so that a crate that has no operations gets no warning.
#[cfg(feature = "blocking")]
#[doc(hidden)]
#[macro_export]
macro_rules! blocking_sends {
    ($operation:ident { $($method:ident: $kind:ident $(($($how:tt)*))? $(-> $output:ty)?;)* }) => {
        /// Methods of the [blocking client](crate::blocking::Client).
        impl $operation<$crate::blocking::Client> {
            $($crate::blocking_sends!(@$kind $method ($($($how)*)?) $($output)?);)*
        }
    };
    (@whole $method:ident () $output:ty) => {
        /// Sends the request, waits for the answer and reads it.
        ///
        /// # Errors
        ///
        /// See [`Error`](crate::Error).
        #[inline]
        pub fn $method(self) -> Result<$crate::Response<$output>, $crate::Error> {
            $crate::blocking::wait_for(self.call.client().core().send(&self))
        }
    };
    (@read $method:ident ($accept:literal, $read:ident) $output:ty) => {
        #[doc = concat!("Sends the request, asks for `", $accept, "`, waits for the answer and reads it.")]
        ///
        /// # Errors
        ///
        /// See [`Error`](crate::Error).
        #[inline]
        pub fn $method(self) -> Result<$crate::Response<$output>, $crate::Error> {
            $crate::blocking::wait_for(self.call.client().core().send_as(&self, $accept, $crate::RawResponse::$read))
        }
    };
    (@stream $method:ident ()) => {
        /// Sends the request, waits for the head of the response, and returns the body of a success as a reader, unbuffered and of
        /// any size.
        ///
        /// The call's timeout ends when the body begins. From then on the idle timeout limits the gap between chunks.
        ///
        /// # Errors
        ///
        /// See [`Error`](crate::Error).
        #[inline]
        pub fn $method(self) -> Result<$crate::Response<$crate::blocking::BodyReader>, $crate::Error> {
            let sent = $crate::blocking::wait_for(self.call.client().core().send_stream(&self));
            sent.map(|response| response.map($crate::blocking::BodyReader::new))
        }
    };
    (@events $method:ident ($shape:ident) $output:ty) => {
        /// Sends the request, asks for `text/event-stream`, waits until the answer begins, and gives its events as they come.
        ///
        /// The time for a call ends when the answer begins.
        ///
        /// # Errors
        ///
        /// See [`Error`](crate::Error).
        #[inline]
        pub fn $method(self) -> Result<$crate::Response<$crate::blocking::Iter<$output>>, $crate::Error> {
            let (core, shape) = (self.call.client().core(), $crate::EventShape::$shape);
            let sent = $crate::blocking::wait_for(<$output>::open(core, &self, shape));
            sent.map(|answer| answer.map($crate::blocking::Iter::new))
        }
    };
    (@lines $method:ident ($accept:literal, $framing:ident) $output:ty) => {
        #[doc = concat!("Sends the request, asks for `", $accept, "`, waits until the answer begins, and gives its values as they come.")]
        ///
        /// The time for a call ends when the answer begins.
        ///
        /// # Errors
        ///
        /// See [`Error`](crate::Error).
        #[inline]
        pub fn $method(self) -> Result<$crate::Response<$crate::blocking::Iter<$output>>, $crate::Error> {
            let (core, framing) = (self.call.client().core(), $crate::JsonFraming::$framing);
            let sent = $crate::blocking::wait_for(<$output>::open(core, &self, $accept, framing));
            sent.map(|answer| answer.map($crate::blocking::Iter::new))
        }
    };
    (@raw $method:ident ()) => {
        /// Sends the request, waits for the answer and gives it as it came, whatever its status.
        ///
        /// # Errors
        ///
        /// See [`Error`](crate::Error).
        #[inline]
        pub fn $method(self) -> Result<$crate::RawResponse, $crate::Error> {
            $crate::blocking::wait_for(self.call.client().core().send_raw(&self))
        }
    };
    (@follow $method:ident ($shape:ident) $piece:ty) => {
        /// Gives the events as they come, and asks for more where the connection ends or breaks, with the id of the last
        /// event.
        pub fn $method(self) -> $crate::blocking::Iter<$crate::EventSource<Self, $piece>> {
            let core = self.call.client().core().clone();
            $crate::blocking::Iter::new($crate::EventSource::new(core, self, $crate::EventShape::$shape))
        }
    };
    (@download $method:ident ($accept:literal)) => {
        /// Writes the body of the answer into a file or another writer as it comes, of whatever size, and asks for the rest
        /// where the connection breaks; [`wait_for`](crate::blocking::wait_for) waits until it is done.
        pub fn $method(self) -> $crate::Download<Self> {
            $crate::Download::new(self.call.client().core().clone(), self, $accept)
        }
    };
    (@pages pages ()) => {
        /// The pages from this one on, each read when it is asked for.
        pub fn pages(self) -> $crate::blocking::Pages<Self> {
            let core = self.call.client().core().clone();
            $crate::blocking::Iter::new($crate::Pages::new(core, self))
        }

        /// The items of this page and all that follow, each page read when it is needed.
        pub fn items(self) -> $crate::blocking::Items<Self> {
            self.pages().items()
        }

        /// Begins at the page of a cursor that `cursor` of the pages or items gave, even to another process; everything
        /// else has to be as it was.
        pub fn resume(mut self, cursor: impl Into<String>) -> Self {
            $crate::Paginated::set_cursor(&mut self, cursor.into());
            self
        }
    };
}
