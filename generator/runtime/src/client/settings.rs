//! The settings of clients: the values, their defaults, and the setters that all builders have.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

#[cfg(any(all(feature = "hyper", not(target_family = "wasm")), feature = "blocking"))]
use http::Uri;
#[cfg(any(all(feature = "hyper", not(target_family = "wasm")), feature = "blocking"))]
use http::uri::Scheme;

use super::server::Origin;
use crate::runtime::call::interceptor::Interceptor;
use crate::runtime::call::observer::Observer;
use crate::runtime::call::retry::RetryPolicy;
use crate::runtime::call::retry_budget::RetryBudget;
use crate::runtime::call::retry_rule::RetryRule;
use crate::runtime::transport::certificates::Certificates;
use crate::runtime::transport::interface::Transport;
use crate::runtime::transport::proxy::Proxy;
use crate::runtime::transport::tls::Tls;

/// The values of the settings of a client. The setters document them.
#[derive(Clone)]
pub struct Settings {
    /// The deadline of a whole call.
    pub timeout: Option<Duration>,
    /// The idle timeout of streaming responses.
    pub idle_timeout: Option<Duration>,
    /// The size limit for the body of a success, in bytes.
    pub max_response_size: usize,
    /// The retry policy.
    pub retry: RetryPolicy,
    /// The retries that the client shares with others.
    pub budget: Option<RetryBudget>,
    /// True if calls are delayed according to rate-limit headers.
    pub is_paced: bool,
    /// The limit for this delay.
    pub max_pace_wait: Duration,
    /// The rule about retries.
    pub retry_rule: Option<Arc<dyn RetryRule>>,
    /// The interceptors in their order.
    pub interceptors: Vec<Arc<dyn Interceptor>>,
    /// The observer of calls.
    pub observer: Option<Arc<dyn Observer>>,
    /// The transport in place of the default one.
    pub transport: Option<Arc<dyn Transport>>,
    /// The file in which requests and responses are recorded.
    #[cfg(feature = "har")]
    pub traffic: Option<std::path::PathBuf>,
    /// How the default transport connects.
    pub connection: Connection,
}

/// How the default transports connect.
#[derive(Debug, Clone)]
pub struct Connection {
    /// The timeout for a connection to be made.
    pub connect_timeout: Duration,
    /// The proxy.
    pub proxy: Proxy,
    /// The TLS library.
    pub tls: Tls,
    /// The certificates of the client.
    pub certificates: Certificates,
    /// The origin of the base URL. The client certificate is presented to no other server.
    pub origin: Option<Origin>,
    /// The Unix socket of the base URL.
    pub socket: Option<Arc<Path>>,
}

#[cfg(any(all(feature = "hyper", not(target_family = "wasm")), feature = "blocking"))]
impl Connection {
    /// Returns true if the client presents its certificate to the server of this URL.
    pub(crate) fn identifies_to(&self, uri: &Uri) -> bool {
        let is_possible = self.certificates.has_identity() && uri.scheme() == Some(&Scheme::HTTPS);
        is_possible && self.origin.as_ref().is_some_and(|origin| *origin == Origin::of(uri))
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            timeout: Some(Duration::from_secs(30)),
            idle_timeout: Some(Duration::from_secs(300)),
            max_response_size: 64 * 1024 * 1024,
            retry: RetryPolicy::default(),
            budget: None,
            is_paced: false,
            max_pace_wait: Duration::from_secs(300),
            retry_rule: None,
            interceptors: Vec::new(),
            observer: None,
            transport: None,
            #[cfg(feature = "har")]
            traffic: None,
            connection: Connection::default(),
        }
    }
}

impl Default for Connection {
    fn default() -> Self {
        Self {
            connect_timeout: Duration::from_secs(10),
            proxy: Proxy::from_env(),
            tls: Tls::of_features(),
            certificates: Certificates::default(),
            origin: None,
            socket: None,
        }
    }
}

/// Implements the setters that do not depend on the API, for the builder of a client. The builder has a field `core`,
/// which is a [`CoreBuilder`](crate::runtime::CoreBuilder), and a type parameter for the client that it builds. With
/// `core builder`, implements them for [`CoreBuilder`](crate::runtime::CoreBuilder) itself.
#[doc(hidden)]
#[macro_export]
macro_rules! client_options {
    ($builder:ident) => {
        $crate::client_options!(@setters [<C>] [$builder<C>] core);
    };
    (core builder $builder:ident) => {
        $crate::client_options!(@setters [] [$builder]);
    };
    (@setters [$($generics:tt)*] [$builder:ty] $($core:ident)?) => {
        impl $($generics)* $builder {
            /// Sends all requests to another server, given as an absolute URL with or without a path. An asynchronous client
            /// also connects to a Unix socket, as in `unix:///var/run/docker.sock`; the path of requests is then the declared one.
            pub fn base_url(mut self, base_url: impl ::std::convert::AsRef<str>) -> Self {
                self $(.$core)? = self $(.$core)?.config(|config| config.base_url(base_url.as_ref()));
                self
            }

            /// Sends requests to another server of the API: one of the module `servers`, if the API description declares several
            /// servers or variables, or a [`Server`](crate::Server) of your own. Operations that have their own server still go
            /// to that server; [`base_url`](Self::base_url) replaces it as well.
            pub fn server(mut self, server: impl ::std::convert::Into<$crate::runtime::Server>) -> Self {
                self $(.$core)? = self $(.$core)?.config(|config| config.server(server));
                self
            }

            /// Allows plain `http` to servers other than the local host. Anyone on the network path can then read
            /// credentials and data.
            pub fn allow_plain_http(mut self) -> Self {
                self $(.$core)? = self $(.$core)?.config($crate::runtime::ClientConfig::allow_plain_http);
                self
            }

            /// Sends all requests without credentials, even if they are set or the API description requires them: for a
            /// server that requires none, such as one behind a gateway.
            pub fn anonymous(mut self) -> Self {
                self $(.$core)? = self $(.$core)?.config($crate::runtime::ClientConfig::anonymous);
                self
            }

            /// Sets a header of every request, in place of an earlier one of the same name.
            pub fn header(mut self, name: &str, value: &str) -> Self {
                self $(.$core)? = self $(.$core)?.config(|config| config.header(name, value));
                self
            }

            /// Sets the `User-Agent` header, which contains this crate's name and version unless set.
            pub fn user_agent(mut self, agent: &str) -> Self {
                self $(.$core)? = self $(.$core)?.config(|config| config.user_agent(agent));
                self
            }

            /// Sets the deadline of a whole call, including all attempts and the waits between them; 30 seconds unless set.
            pub fn timeout(mut self, timeout: ::std::time::Duration) -> Self {
                self $(.$core)?.settings().timeout = ::std::option::Option::Some(timeout);
                self
            }

            /// Removes the deadline of calls.
            pub fn no_timeout(mut self) -> Self {
                self $(.$core)?.settings().timeout = ::std::option::Option::None;
                self
            }

            /// Sets the idle timeout of streaming responses, 5 minutes unless set. It limits the gap between chunks, not the total
            /// duration.
            pub fn idle_timeout(mut self, timeout: ::std::time::Duration) -> Self {
                self $(.$core)?.settings().idle_timeout = ::std::option::Option::Some(timeout);
                self
            }

            /// Removes the idle timeout of streaming responses.
            pub fn no_idle_timeout(mut self) -> Self {
                self $(.$core)?.settings().idle_timeout = ::std::option::Option::None;
                self
            }

            /// Sets the timeout for a connection to be made, 10 seconds unless set. A transport of your own has its own timeout.
            pub fn connect_timeout(mut self, timeout: ::std::time::Duration) -> Self {
                self $(.$core)?.settings().connection.connect_timeout = timeout;
                self
            }

            /// Connects through this proxy, as in `http://proxy.example.com:3128`, with an optional user name and
            /// password, instead of the proxy of the environment. An asynchronous client also connects through SOCKS, as in
            /// `socks5h://localhost:1080`. Unless set, `HTTPS_PROXY` applies to `https` and
            /// `HTTP_PROXY` to `http`, or else `ALL_PROXY`; servers in `NO_PROXY` are connected to directly. The local
            /// host is always connected to directly. A transport of your own ignores this setting.
            pub fn proxy(mut self, url: &str) -> Self {
                self $(.$core)?.set_proxy(::std::option::Option::Some(url));
                self
            }

            /// Connects without a proxy, whatever the environment declares.
            pub fn no_proxy(mut self) -> Self {
                self $(.$core)?.set_proxy(::std::option::Option::None);
                self
            }

            /// Trusts servers whose certificates these authorities have signed, in place of those that the system trusts:
            /// their certificates in PEM. It also applies to a proxy with `https`. A transport of your own ignores this setting.
            pub fn root_certificates(mut self, pem: impl ::std::convert::AsRef<[u8]>) -> Self {
                self $(.$core)?.settings().connection.certificates.set_roots(pem.as_ref());
                self
            }

            /// Presents a certificate to servers that require one (mutual TLS): the certificate with those that lead to its
            /// authority, and its private key, both in PEM. `native-tls` requires a key in PKCS #8. Only servers of the origin of
            /// the base URL get it: neither proxies nor other servers, to which a redirect or an operation may lead. A
            /// transport of your own ignores this setting.
            pub fn client_certificate(
                mut self,
                chain: impl ::std::convert::AsRef<[u8]>,
                key: impl ::std::convert::AsRef<[u8]>,
            ) -> Self {
                self $(.$core)?.settings().connection.certificates.set_identity(chain.as_ref(), key.as_ref());
                self
            }

            /// Sets how often a call is retried, 3 times unless set.
            pub fn max_retries(mut self, retries: u32) -> Self {
                self $(.$core)?.settings().retry.max_retries = retries;
                self
            }

            /// Sets the retry policy: how often and how fast calls are retried, and the budget that all calls share.
            pub fn retry(mut self, retry: $crate::runtime::RetryPolicy) -> Self {
                self $(.$core)?.settings().retry = retry;
                self
            }

            /// Sets a rule that decides which failed attempts are retried, before the default decides; see
            /// [`RetryRule`](crate::RetryRule). The retry policy still limits the number of retries and the waits.
            pub fn retry_when(mut self, rule: impl $crate::runtime::RetryRule) -> Self {
                self $(.$core)?.settings().retry_rule = ::std::option::Option::Some(::std::sync::Arc::new(rule));
                self
            }

            /// Adds an interceptor of all requests and responses, such as one that signs requests. Requests pass the
            /// interceptors in the order in which they were added, responses in the reverse order; see
            /// [`Interceptor`](crate::Interceptor).
            pub fn interceptor(mut self, interceptor: impl $crate::runtime::Interceptor) -> Self {
                self $(.$core)?.settings().interceptors.push(::std::sync::Arc::new(interceptor));
                self
            }

            /// Sets the retries that this client shares with others, in place of the budget of its retry policy.
            pub fn retry_budget(mut self, budget: $crate::runtime::RetryBudget) -> Self {
                self $(.$core)?.settings().budget = ::std::option::Option::Some(budget);
                self
            }

            /// Limits the body of a successful response to this many bytes, 64 MiB unless set.
            pub fn max_response_size(mut self, bytes: usize) -> Self {
                self $(.$core)?.settings().max_response_size = bytes;
                self
            }

            /// Delays calls while the server would reject them according to its rate-limit headers, so that a job of
            /// many calls gets no 429. The first call is sent on its own, then as many calls as the server has left in
            /// its current window. The next ones wait for the next window. The deadline of a call does not include the
            /// time that it waits for its turn.
            ///
            /// Clones of the client share this state. Calls to a server without rate-limit headers are not delayed.
            pub fn pace_by_rate_limit(mut self) -> Self {
                self $(.$core)?.settings().is_paced = true;
                self
            }

            /// Limits how long a call waits for the next window of the rate limit, 5 minutes unless set. If the server
            /// requires a longer wait, the call fails, and the error names the header.
            pub fn max_pace_wait(mut self, wait: ::std::time::Duration) -> Self {
                self $(.$core)?.settings().max_pace_wait = wait;
                self
            }

            /// Reports every call to this observer. A closure `|call: &Observed<'_>, ended: &Ended<'_>|` is called at the end of each
            /// call; see [`observe`](crate::observe).
            pub fn observer(mut self, observer: impl $crate::runtime::Observer) -> Self {
                self $(.$core)?.settings().observer = ::std::option::Option::Some(::std::sync::Arc::new(observer));
                self
            }

            /// Sends requests through another transport, such as one of your own or a `testing::Fake`.
            pub fn transport(mut self, transport: impl $crate::runtime::Transport) -> Self {
                self $(.$core)?.settings().transport = ::std::option::Option::Some(::std::sync::Arc::new(transport));
                self
            }
        }
    };
}

/// Implements the setters that depend on the feature `har`, for the builder of a client or, with `core builder`, for
/// [`CoreBuilder`](crate::runtime::CoreBuilder).
#[doc(hidden)]
#[macro_export]
macro_rules! har_options {
    ($builder:ident) => {
        $crate::har_options!(@setters [<C>] [$builder<C>] core);
    };
    (core builder $builder:ident) => {
        $crate::har_options!(@setters [] [$builder]);
    };
    (@setters [$($generics:tt)*] [$builder:ty] $($core:ident)?) => {
        /// Methods that record traffic.
        impl $($generics)* $builder {
            /// Appends every request with its response to this file, one entry of a HAR 1.2 log per line, for
            /// `oaspress check-traffic`.
            ///
            /// Credentials are replaced: those of the client, most headers, and parameters and properties whose names
            /// mean a credential, also in URLs and texts within others. Bodies in JSON and forms are recorded up to 4 MiB,
            /// with all other data in them, which may be personal. Other bodies are not recorded. On Unix, only its owner
            /// can read the file; elsewhere the rights of the folder apply. If it cannot be written or made private, nothing is recorded, and calls are not affected.
            pub fn record_traffic(mut self, path: impl ::std::convert::AsRef<::std::path::Path>) -> Self {
                self $(.$core)?.settings().traffic = ::std::option::Option::Some(path.as_ref().to_path_buf());
                self
            }
        }
    };
}

/// Implements the setters that depend on `reqwest`, for the builder of a client.
#[doc(hidden)]
#[macro_export]
macro_rules! reqwest_options {
    ($builder:ident) => {
        /// Methods of the builder of the asynchronous client.
        impl $builder {
            /// Sends requests through a `reqwest::Client` of your own.
            ///
            /// It has its own proxies, timeouts and TLS, which the features of `reqwest` in your program enable. Build it with
            /// `redirect(reqwest::redirect::Policy::none())`, so that a redirect to another origin gets no credentials.
            pub fn reqwest_client(self, client: $crate::runtime::reqwest::Client) -> Self {
                self.transport($crate::runtime::ReqwestTransport::from(client))
            }
        }
    };
}
