//! The methods of operations on a blocking client, next to those on an asynchronous client.

/// Implements the methods that send an operation with a blocking client, for a struct with a field `call`. Without the
/// feature `blocking` it expands to nothing.
///
/// It is exported so that a crate without operations compiles without a warning.
#[cfg(not(feature = "blocking"))]
#[doc(hidden)]
#[macro_export]
macro_rules! blocking_sends {
    ($($anything:tt)*) => {};
}

/// Implements the methods that send an operation with a blocking client, for a struct with a field `call`. Each line
/// names a method, how it reads the response, and the type that it returns.
///
/// It is exported so that a crate without operations compiles without a warning.
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
        /// Sends the request, waits for the response and reads it.
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
        #[doc = concat!("Sends the request with `Accept: ", $accept, "`, waits for the response and reads it.")]
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
        /// Sends the request, waits for the head of the response, and returns the body of a success as a reader,
        /// unbuffered and of any size.
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
        /// Sends the request with `Accept: text/event-stream`, waits for the head of the response, and returns an
        /// iterator over its events.
        ///
        /// The call's timeout ends when the body begins. From then on the idle timeout limits the gap between chunks.
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
        #[doc = concat!("Sends the request with `Accept: ", $accept, "`, waits for the head of the response, and returns an iterator over its values.")]
        ///
        /// The call's timeout ends when the body begins. From then on the idle timeout limits the gap between chunks.
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
        /// Sends the request, waits for the response, and returns it unchanged, whatever its status.
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
        /// Returns an iterator over the events. If the connection ends or fails, it reconnects with the id of the last
        /// event.
        pub fn $method(self) -> $crate::blocking::Iter<$crate::EventSource<Self, $piece>> {
            let core = self.call.client().core().clone();
            $crate::blocking::Iter::new($crate::EventSource::new(core, self, $crate::EventShape::$shape))
        }
    };
    (@download $method:ident ($accept:literal)) => {
        /// Writes the response body to a file or another writer, unbuffered and of any size. If the connection fails,
        /// it requests the rest. [`wait_for`](crate::blocking::wait_for) waits until it is done.
        pub fn $method(self) -> $crate::Download<Self> {
            $crate::Download::new(self.call.client().core().clone(), self, $accept)
        }
    };
    (@pages pages ()) => {
        /// Returns an iterator over the pages, starting with this one. Each page is fetched when it is needed.
        pub fn pages(self) -> $crate::blocking::Pages<Self> {
            let core = self.call.client().core().clone();
            $crate::blocking::Iter::new($crate::Pages::new(core, self))
        }

        /// Returns an iterator over the items of this page and all following ones. Each page is fetched when it is
        /// needed.
        pub fn items(self) -> $crate::blocking::Items<Self> {
            self.pages().items()
        }

        /// Starts at the page of a cursor, which `cursor` of the pages or items returned, possibly in another process.
        /// All other parameters have to be the same as before.
        pub fn resume(mut self, cursor: impl Into<String>) -> Self {
            $crate::Paginated::set_cursor(&mut self, cursor.into());
            self
        }
    };
}
