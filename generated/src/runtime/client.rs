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

            /// Sends requests to another server of the API: one of the module `servers`, if the API description declares several
            /// servers or variables, or a [`Server`](crate::Server) of your own. Operations that have their own server still go
            /// to that server; [`base_url`](Self::base_url) replaces it as well.
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

            /// Sets the `User-Agent` header, which contains this crate's name and version unless set.
            pub fn user_agent(mut self, agent: &str) -> Self {
                self.core = self.core.target(|target| target.user_agent(agent));
                self
            }

            /// Sets the deadline of a whole call, including all attempts and the waits between them; 30 seconds unless set.
            pub fn timeout(mut self, timeout: ::std::time::Duration) -> Self {
                self.core = self.core.timeout(timeout);
                self
            }

            /// Removes the deadline of calls.
            pub fn no_timeout(mut self) -> Self {
                self.core = self.core.no_timeout();
                self
            }

            /// Sets the idle timeout of streaming responses, 5 minutes unless set. It limits the gap between chunks, not the total
            /// duration.
            pub fn idle_timeout(mut self, timeout: ::std::time::Duration) -> Self {
                self.core = self.core.idle_timeout(timeout);
                self
            }

            /// Removes the idle timeout of streaming responses.
            pub fn no_idle_timeout(mut self) -> Self {
                self.core = self.core.no_idle_timeout();
                self
            }

            /// Sets the timeout for a connection to be made, 10 seconds unless set. A transport of your own has its own timeout.
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

            /// Sets how often a call is retried, 3 times unless set.
            pub fn max_retries(mut self, retries: u32) -> Self {
                self.core = self.core.max_retries(retries);
                self
            }

            /// Sets the retry policy: how often and how fast calls are retried, and the budget that all calls share.
            pub fn retry(mut self, retry: $crate::runtime::RetryPolicy) -> Self {
                self.core = self.core.retry(retry);
                self
            }

            /// Limits the body of a successful response to this many bytes, 64 MiB unless set.
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

            /// Reports every call to this observer. A closure `|call: &Observed<'_>, ended: &Ended<'_>|` is called at the end of each
            /// call; see [`observe`](crate::observe).
            pub fn observer(mut self, observer: impl $crate::runtime::Observer) -> Self {
                self.core = self.core.observer(observer);
                self
            }

            /// Sends requests through another transport, such as one of your own or a `testing::Fake`.
            pub fn transport(mut self, transport: impl $crate::runtime::Transport) -> Self {
                self.core = self.core.transport(transport);
                self
            }
        }

        /// Methods of the builder of the asynchronous client.
        #[cfg(feature = "reqwest")]
        impl $builder {
            /// Sends requests through a `reqwest::Client` of your own.
            ///
            /// Build it with `redirect(reqwest::redirect::Policy::none())`, so that a redirect to another origin gets no
            /// credentials. If your program depends on `reqwest` without its default features, `reqwest::Client::new` panics
            /// until a provider of `rustls` is installed, such as
            /// `rustls::crypto::ring::default_provider().install_default()`.
            pub fn reqwest_client(self, client: ::reqwest::Client) -> Self {
                self.transport($crate::runtime::ReqwestTransport::from(client))
            }
        }
    };
}
