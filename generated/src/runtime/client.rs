//! What the builders of all generated clients have in common.

/// Gives a client's builder, which has a field `core` that is a [`CoreBuilder`](crate::runtime::CoreBuilder) and a type
/// parameter for the client that it builds, the setters that do not depend on the API.
///
/// It is exported so that a crate that does not use it gets no warning.
#[doc(hidden)]
#[macro_export]
macro_rules! client_options {
    ($builder:ident) => {
        impl<C> $builder<C> {
            /// Sends all requests to another server: an absolute URL, with or without a path.
            pub fn base_url(mut self, base_url: impl AsRef<str>) -> Self {
                self.core = self.core.target(|target| target.base_url(base_url.as_ref()));
                self
            }

            /// Sends requests to another one of the servers that the API's document names. Operations that have a server of
            /// their own still go to that one.
            pub fn server(mut self, server: impl ::std::convert::Into<$crate::runtime::Server>) -> Self {
                self.core = self.core.target(|target| target.server(server));
                self
            }

            /// Allows plain http to servers other than this machine, where anybody on the way can read credentials and data.
            pub fn allow_plain_http(mut self) -> Self {
                self.core = self.core.target($crate::runtime::Target::allow_plain_http);
                self
            }

            /// Sends all requests without credentials, whatever is set and the API description requires: for a server that wants
            /// none, such as one behind a gateway.
            pub fn anonymous(mut self) -> Self {
                self.core = self.core.target($crate::runtime::Target::anonymous);
                self
            }

            /// Adds a header to every request, in place of an earlier one of the same name.
            pub fn header(mut self, name: &str, value: &str) -> Self {
                self.core = self.core.target(|target| target.header(name, value));
                self
            }

            /// Says who is asking, instead of this crate's name and version.
            pub fn user_agent(mut self, agent: &str) -> Self {
                self.core = self.core.target(|target| target.user_agent(agent));
                self
            }

            /// Bounds the time for a whole call, all tries and the waits between them included; 30 seconds unless set.
            pub fn timeout(mut self, timeout: ::std::time::Duration) -> Self {
                self.core = self.core.timeout(timeout);
                self
            }

            /// Lets a call take as long as it takes.
            pub fn no_timeout(mut self) -> Self {
                self.core = self.core.no_timeout();
                self
            }

            /// Bounds the time in which nothing comes of an answer that is read as it comes, which may take hours in all: of a
            /// stream, of events, of lines. 5 minutes unless set.
            pub fn idle_timeout(mut self, timeout: ::std::time::Duration) -> Self {
                self.core = self.core.idle_timeout(timeout);
                self
            }

            /// Waits for the next piece of such an answer for as long as it takes.
            pub fn no_idle_timeout(mut self) -> Self {
                self.core = self.core.no_idle_timeout();
                self
            }

            /// Bounds the time for a connection to be made, 10 seconds unless set; another transport may not heed it.
            pub fn connect_timeout(mut self, timeout: ::std::time::Duration) -> Self {
                self.core = self.core.connect_timeout(timeout);
                self
            }

            /// Reaches servers by this proxy, `http://proxy.example.com:3128`, perhaps with a name and a password, instead of the
            /// one that the environment names: `HTTPS_PROXY` for https, `HTTP_PROXY` for plain http, else `ALL_PROXY`, and none
            /// for the servers in `NO_PROXY`. This machine itself is reached directly in any case; another transport heeds none
            /// of it.
            pub fn proxy(mut self, url: &str) -> Self {
                self.core = self.core.proxy(url);
                self
            }

            /// Reaches servers without a proxy, whatever the environment says.
            pub fn no_proxy(mut self) -> Self {
                self.core = self.core.no_proxy();
                self
            }

            /// Bounds how often a call is tried again, 3 times unless set.
            pub fn max_retries(mut self, retries: u32) -> Self {
                self.core = self.core.max_retries(retries);
                self
            }

            /// Tries again as this says.
            pub fn retry(mut self, retry: $crate::runtime::RetryPolicy) -> Self {
                self.core = self.core.retry(retry);
                self
            }

            /// Bounds the size of a successful answer's body in bytes, 64 MiB unless set.
            pub fn max_response_size(mut self, bytes: usize) -> Self {
                self.core = self.core.max_response_size(bytes);
                self
            }

            /// Holds calls back while the server's rate-limit headers say that it would refuse them, so that a job of many calls
            /// sees no 429: the first call goes alone, then as many go as the server says are left, and when none is left the
            /// next ones wait for the server's next period. The time for a call does not run while it waits for its turn.
            ///
            /// Clones of the client share what they know. A server that tells nothing of its limits is not waited for.
            pub fn pace_by_rate_limit(mut self) -> Self {
                self.core = self.core.pace_by_rate_limit();
                self
            }

            /// Limits how long a paced call waits for the server's next period, 5 minutes unless set. If the server asks for a
            /// longer wait, the call fails, and the error names the header.
            pub fn max_pace_wait(mut self, wait: ::std::time::Duration) -> Self {
                self.core = self.core.max_pace_wait(wait);
                self
            }

            /// Tells this observer of every call: a closure is told how calls end.
            pub fn observer(mut self, observer: impl $crate::runtime::Observer) -> Self {
                self.core = self.core.observer(observer);
                self
            }

            /// Sends requests through another transport.
            pub fn transport(mut self, transport: impl $crate::runtime::Transport) -> Self {
                self.core = self.core.transport(transport);
                self
            }
        }

        #[cfg(feature = "reqwest")]
        impl $builder {
            /// Sends requests through this client of `reqwest`, as it is set up; give it
            /// `redirect(reqwest::redirect::Policy::none())`, so that redirects take no credentials to another origin.
            pub fn reqwest_client(self, client: ::reqwest::Client) -> Self {
                self.transport($crate::runtime::ReqwestTransport::from(client))
            }
        }
    };
}
