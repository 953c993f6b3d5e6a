//! What a key answered, judged: authenticator data, credentials, assertions.
