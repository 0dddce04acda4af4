package dev.cupel.server.identity;

import dev.cupel.server.platform.web.Caller;
import dev.cupel.server.platform.web.Problem;
import dev.cupel.server.platform.web.SiteAddress;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.client.authentication.OAuth2LoginAuthenticationToken;
import org.springframework.security.oauth2.client.endpoint.RestClientAuthorizationCodeTokenResponseClient;
import org.springframework.security.oauth2.client.oidc.authentication.OidcAuthorizationCodeAuthenticationProvider;
import org.springframework.security.oauth2.client.oidc.userinfo.OidcUserService;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.web.DefaultOAuth2AuthorizationRequestResolver;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestCustomizers;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationExchange;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationResponse;
import org.springframework.security.oauth2.core.endpoint.PkceParameterNames;
import org.springframework.security.oauth2.core.oidc.endpoint.OidcParameterNames;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Signing in with the OpenID Connect provider. Spring Security makes the request (state, nonce, PKCE) and checks what comes back
 * (state, code, signature, issuer, audience, times, nonce); what is between stands in the database, so that any server can go
 * on. An identity is known by who says it and what it is called there, never by an e-mail address.
 */
@Component
public class ProviderSignIn {
    private static final Logger LOG = LoggerFactory.getLogger(ProviderSignIn.class);
    static final Duration LIFE = Duration.ofMinutes(10);

    /** What came of a sign-in, for the page to go on from. */
    enum Outcome {
        /** Signed in. */
        DONE,
        /** The provider is connected to the account of whoever asked for that. */
        CONNECTED,
        /** No account here is connected to this identity. */
        UNKNOWN,
        /** The identity is connected to another account. */
        TAKEN,
        /** The account is switched off. */
        DISABLED,
        /** It took too long, was used before, or began in another browser. */
        EXPIRED,
        /** The provider refused, or what it said is not to be believed. */
        FAILED
    }

    /** @param connect whether it was about connecting an account rather than signing in */
    record Ended(Outcome outcome, boolean connect) {}

    /** Somebody the provider knows and this installation does not. */
    record Newcomer(String email, String displayName) {}

    private record Attempt(
            String state,
            String nonce,
            String verifier,
            @Nullable UUID account) {}

    private record Identity(String provider, String subject, String email, String displayName) {}

    private final Provider provider;
    private final Accounts accounts;
    private final Logins logins;
    private final SignedIn signedIn;
    private final SiteAddress site;
    private final JdbcClient sql;
    private final AuthenticationProvider check = new OidcAuthorizationCodeAuthenticationProvider(
            new RestClientAuthorizationCodeTokenResponseClient(), new OidcUserService());

    ProviderSignIn(
            Provider provider, Accounts accounts, Logins logins, SignedIn signedIn, SiteAddress site, JdbcClient sql) {
        this.provider = provider;
        this.accounts = accounts;
        this.logins = logins;
        this.signedIn = signedIn;
        this.site = site;
        this.sql = sql;
    }

    /**
     * @param connect the account that is to be connected; null to sign in
     * @return the provider's address to go to
     * @throws Problem provider_unknown, provider_unreachable
     */
    String begin(@Nullable UUID connect, HttpServletRequest request, HttpServletResponse response) {
        ClientRegistration registration = provider.registration();
        DefaultOAuth2AuthorizationRequestResolver resolver =
                new DefaultOAuth2AuthorizationRequestResolver(id -> registration);
        resolver.setAuthorizationRequestCustomizer(OAuth2AuthorizationRequestCustomizers.withPkce());
        OAuth2AuthorizationRequest asked = resolver.resolve(request, registration.getRegistrationId());
        if (asked == null) {
            throw new IllegalStateException("no request for " + registration.getRegistrationId());
        }
        forgetOldOnes();
        String secret = Secret.make();
        sql.sql("""
                insert into provider_attempt (token_hash, provider, state, nonce, verifier, account_id, expires_at)
                values (?, ?, ?, ?, ?, ?::uuid, now() + make_interval(secs => ?))
                """)
                .params(Arrays.asList(
                        Secret.hash(secret),
                        provider.issuer(),
                        asked.getState(),
                        asked.getAttribute(OidcParameterNames.NONCE),
                        asked.getAttribute(PkceParameterNames.CODE_VERIFIER),
                        connect == null ? null : connect.toString(),
                        LIFE.toSeconds()))
                .update();
        ProviderCookie.write(site.https(request), response, secret, LIFE);
        return asked.getAuthorizationRequestUri();
    }

    /** What the provider sends a browser back with. Nothing here is believed before {@link #check} has looked at it. */
    Ended end(
            @Nullable String code,
            @Nullable String state,
            @Nullable String error,
            HttpServletRequest request,
            HttpServletResponse response) {
        Attempt attempt = take(ProviderCookie.read(request)).orElse(null);
        if (attempt == null) {
            return new Ended(Outcome.EXPIRED, false);
        }
        UUID connect = attempt.account();
        Outcome outcome;
        try {
            Identity identity = identify(attempt, code, state, error);
            outcome = connect == null ? signIn(identity, request, response) : connect(connect, identity);
        } catch (OAuth2AuthenticationException e) {
            LOG.info("a sign-in with the provider failed: {}", e.getError().getErrorCode());
            outcome = Outcome.FAILED;
        } catch (AuthenticationException | Problem e) {
            LOG.info("a sign-in with the provider failed: {}", e.getMessage());
            outcome = Outcome.FAILED;
        }
        return new Ended(outcome, connect != null);
    }

    /** Each attempt is for one answer, right or wrong. */
    private Optional<Attempt> take(@Nullable String secret) {
        if (secret == null) {
            return Optional.empty();
        }
        return sql.sql("""
                delete from provider_attempt where token_hash = ? and provider = ? and expires_at > now()
                returning state, nonce, verifier, account_id as account
                """)
                .params(Secret.hash(secret), provider.issuer())
                .query(Attempt.class)
                .optional();
    }

    /** @throws AuthenticationException whatever is wrong with the answer */
    private Identity identify(Attempt attempt, @Nullable String code, @Nullable String state, @Nullable String error) {
        ClientRegistration registration = provider.registration();
        String callback = Objects.requireNonNull(registration.getRedirectUri());
        OAuth2AuthorizationRequest asked = OAuth2AuthorizationRequest.authorizationCode()
                .authorizationUri(
                        Objects.requireNonNull(registration.getProviderDetails().getAuthorizationUri()))
                .clientId(registration.getClientId())
                .redirectUri(callback)
                .scopes(registration.getScopes())
                .state(attempt.state())
                .attributes(attributes -> {
                    attributes.put(OidcParameterNames.NONCE, attempt.nonce());
                    attributes.put(PkceParameterNames.CODE_VERIFIER, attempt.verifier());
                })
                .build();
        OAuth2AuthorizationResponse.Builder answer = code != null && !code.isEmpty()
                ? OAuth2AuthorizationResponse.success(code)
                : OAuth2AuthorizationResponse.error(error == null || error.isEmpty() ? "invalid_request" : error);
        OAuth2AuthorizationResponse answered =
                answer.redirectUri(callback).state(state == null ? "" : state).build();
        if (check.authenticate(new OAuth2LoginAuthenticationToken(
                                registration, new OAuth2AuthorizationExchange(asked, answered)))
                        instanceof OAuth2LoginAuthenticationToken right
                && right.getPrincipal() instanceof OidcUser user
                && user.getSubject() != null) {
            String email = user.getEmail() == null ? "" : user.getEmail();
            String name = user.getFullName() == null ? "" : user.getFullName();
            return new Identity(provider.issuer(), user.getSubject(), email, name.isBlank() ? email : name);
        }
        throw new OAuth2AuthenticationException("invalid_id_token");
    }

    private Outcome signIn(Identity identity, HttpServletRequest request, HttpServletResponse response) {
        Optional<Logins.Owner> known = logins.owner(identity.provider(), identity.subject());
        if (known.isEmpty()) {
            welcome(identity, request, response);
            return Outcome.UNKNOWN;
        }
        if (known.get().disabled()) {
            return Outcome.DISABLED;
        }
        signedIn.open(known.get().account(), request, response);
        return Outcome.DONE;
    }

    /** Only by the session that asked for it: whoever signed in as somebody else meanwhile connects nothing. */
    private Outcome connect(UUID account, Identity identity) {
        Caller caller = Caller.currentOrNull();
        if (caller == null || caller.scopes() != null || !caller.accountId().equals(account)) {
            return Outcome.EXPIRED;
        }
        return logins.connect(account, identity.provider(), identity.subject()) ? Outcome.CONNECTED : Outcome.TAKEN;
    }

    /** Remembers for a while who has come, for an invitation that this browser may have. */
    private void welcome(Identity identity, HttpServletRequest request, HttpServletResponse response) {
        String secret = Secret.make();
        sql.sql("""
                insert into newcomer (token_hash, provider, subject, email, display_name, expires_at)
                values (?, ?, ?, ?, ?, now() + make_interval(secs => ?))
                """)
                .params(
                        Secret.hash(secret),
                        identity.provider(),
                        identity.subject(),
                        identity.email(),
                        identity.displayName(),
                        LIFE.toSeconds())
                .update();
        ProviderCookie.write(site.https(request), response, secret, LIFE);
    }

    /** @return who has come from the provider with this browser and has no account; nobody if somebody is signed in */
    Optional<Newcomer> newcomer(HttpServletRequest request) {
        return identity(request, "").map(one -> new Newcomer(one.email(), one.displayName()));
    }

    /**
     * Makes the account of a newcomer whom an invitation lets in, and connects it; once, in the transaction of the caller.
     *
     * @return nothing if nobody has come from the provider with this browser
     * @throws Problem email_taken if there is an account with that address: whoever it belongs to signs in and connects it
     */
    @Transactional
    public Optional<UUID> admit(HttpServletRequest request) {
        return identity(request, " for update").map(one -> {
            UUID account = accounts.addPerson(one.email(), one.displayName());
            if (!logins.connect(account, one.provider(), one.subject())) {
                throw Problem.conflict(
                        "login_taken", "There is an account with this sign-in already.", "Sign in with it.");
            }
            sql.sql("delete from newcomer where provider = ? and subject = ?")
                    .params(one.provider(), one.subject())
                    .update();
            return account;
        });
    }

    private Optional<Identity> identity(HttpServletRequest request, String lock) {
        String secret = ProviderCookie.read(request);
        if (secret == null || !provider.on()) {
            return Optional.empty();
        }
        return sql.sql("""
                select provider, subject, email, display_name from newcomer
                where token_hash = ? and provider = ? and expires_at > now()
                """ + lock)
                .params(Secret.hash(secret), provider.issuer())
                .query(Identity.class)
                .optional();
    }

    private void forgetOldOnes() {
        sql.sql("delete from provider_attempt where expires_at < now()").update();
        sql.sql("delete from newcomer where expires_at < now()").update();
    }
}
