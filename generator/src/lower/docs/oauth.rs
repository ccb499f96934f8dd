//! Writes the documentation of authorization servers.

use crate::comment::Comment;
use crate::rust::OAuthGrant;

/// The documentation of the module.
pub(in crate::lower) const MODULE: &str =
    "OAuth 2: requests tokens from the authorization servers of the API. The guide has a chapter about it.";

/// Returns the documentation of the type of a server.
pub(in crate::lower) fn server(scheme: &str, description: Comment, has_scopes: bool) -> Comment {
    let contents = if has_scopes {
        "Its functions create sources of tokens, which are credentials of a client. Its constants are the scopes."
    } else {
        "Its functions create sources of tokens, which are credentials of a client."
    };
    let subject = Comment::fill("The authorization server of the security scheme {}.", [Comment::code(scheme)]);
    subject.and_block(contents).and_block(description)
}

/// Returns the documentation of the constant of a scope.
pub(in crate::lower) fn scope(name: &str, description: Comment) -> Comment {
    Comment::fill("The scope {}.", [Comment::code(name)]).and_block(description)
}

/// Returns the documentation of a function that creates a source of tokens.
pub(in crate::lower) fn function(grant: OAuthGrant) -> Comment {
    match grant {
        OAuthGrant::ClientCredentials => {
            "Creates a source of tokens for a program that acts on its own behalf (client credentials)."
        }
        OAuthGrant::AuthorizationCode => {
            "Creates the authorization of the program by a user in a browser (authorization code with PKCE).\n\n\
             The server redirects the browser to `redirect_uri`, which has to be registered at the server."
        }
        OAuthGrant::DeviceCode => {
            "Creates the authorization of the program by a user on another device (device authorization)."
        }
        OAuthGrant::RefreshToken => "Creates a source of tokens from a refresh token that the program has stored.",
    }
    .into()
}
