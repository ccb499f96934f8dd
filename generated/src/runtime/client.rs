//! The settings that the builders of all generated clients have.

/// Implements the setters that do not depend on the API, for the builder of a client. The builder has a field `core`,
/// which is a [`CoreBuilder`](crate::runtime::CoreBuilder), and a type parameter for the client that it builds.
///
/// It is exported so that a crate that does not use it compiles without a warning.
#[doc(hidden)]
#[macro_export]
macro_rules! client_options {
    ($builder:ident) => {
        impl<C> $builder<C> {
            /// Sends all requests to another server, given as an absolute URL with or without a path.
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

            /// Allows plain `http` to servers other than the local host. Anyone on the network path can then read
            /// credentials and data.
            pub fn allow_plain_http(mut self) -> Self {
                self.core = self.core.target($crate::runtime::Target::allow_plain_http);
                self
            }

            /// Sends all requests without credentials, even if they are set or the API description requires them: for a
            /// server that requires none, such as one behind a gateway.
            pub fn anonymous(mut self) -> Self {
                self.core = self.core.target($crate::runtime::Target::anonymous);
                self
            }

            /// Sets a header of every request, in place of an earlier one of the same name.
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

            /// Connects through this proxy, as in `http://proxy.example.com:3128`, with an optional user name and
            /// password, instead of the proxy of the environment. Unless set, `HTTPS_PROXY` applies to `https` and
            /// `HTTP_PROXY` to `http`, or else `ALL_PROXY`; servers in `NO_PROXY` are connected to directly. The local
            /// host is always connected to directly. A transport of your own ignores this setting.
            pub fn proxy(mut self, url: &str) -> Self {
                self.core = self.core.proxy(url);
                self
            }

            /// Connects without a proxy, whatever the environment declares.
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

            /// Delays calls while the server would reject them according to its rate-limit headers, so that a job of
            /// many calls gets no 429. The first call is sent on its own, then as many calls as the server has left in
            /// its current window. The next ones wait for the next window. The deadline of a call does not include the
            /// time that it waits for its turn.
            ///
            /// Clones of the client share this state. Calls to a server without rate-limit headers are not delayed.
            pub fn pace_by_rate_limit(mut self) -> Self {
                self.core = self.core.pace_by_rate_limit();
                self
            }

            /// Limits how long a call waits for the next window of the rate limit, 5 minutes unless set. If the server
            /// requires a longer wait, the call fails, and the error names the header.
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
