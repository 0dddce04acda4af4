package dev.cupel.server.identity;

import dev.cupel.server.platform.StartFailure;
import dev.cupel.server.platform.web.Problem;
import dev.cupel.server.platform.web.SiteAddress;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpStatus;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrations;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.stereotype.Component;

/** The OpenID Connect provider that people may sign in with beside their password, if the operator names one. */
@Component
final class Provider {
    /** Where the provider sends people back to; the operator tells it to the provider. */
    static final String CALLBACK = "/api/v1/provider-sign-in/callback";

    private static final Logger LOG = LoggerFactory.getLogger(Provider.class);

    private final String issuer;
    private final String clientId;
    private final String clientSecret;
    private final String name;
    private final SiteAddress site;
    private volatile @Nullable ClientRegistration registration;

    /** @throws StartFailure if a setting is missing, or the provider would be asked in the clear */
    Provider(
            @Value("${cupel.oidc.issuer:}") String issuer,
            @Value("${cupel.oidc.client-id:}") String clientId,
            @Value("${cupel.oidc.client-secret:}") String clientSecret,
            @Value("${cupel.oidc.name:}") String name,
            SiteAddress site) {
        this.issuer = issuer.strip();
        this.clientId = clientId.strip();
        this.clientSecret = clientSecret.strip();
        this.name = name.isBlank() ? host(this.issuer) : name.strip();
        this.site = site;
        if (!on()) {
            if (!this.clientId.isEmpty() || !this.clientSecret.isEmpty()) {
                throw new StartFailure(
                        "cupel.oidc.client-id is given, but no cupel.oidc.issuer.",
                        "Name the provider, such as https://login.example.org/realms/work, or leave both out.");
            }
            return;
        }
        if (!trusted(this.issuer)) {
            throw new StartFailure(
                    "cupel.oidc.issuer is " + this.issuer + ".",
                    "Give the provider's address as it names itself: https://..., without ? and #.");
        }
        if (this.clientId.isEmpty()) {
            throw new StartFailure(
                    "cupel.oidc.issuer is given, but no cupel.oidc.client-id.",
                    "Register Cupel at the provider, and give the id and the secret it gets there.");
        }
    }

    private static String host(String issuer) {
        try {
            String host = URI.create(issuer).getHost();
            return host == null ? "" : host;
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    /** By https; or without it on this machine, where nobody else listens. */
    private static boolean trusted(String issuer) {
        try {
            URI uri = URI.create(issuer);
            String scheme = String.valueOf(uri.getScheme());
            return uri.getHost() != null
                    && uri.getQuery() == null
                    && uri.getFragment() == null
                    && (scheme.equals("https")
                            || (scheme.equals("http")
                                    && InetAddress.getByName(uri.getHost()).isLoopbackAddress()));
        } catch (IllegalArgumentException | UnknownHostException e) {
            return false;
        }
    }

    boolean on() {
        return !issuer.isEmpty();
    }

    /** @return what logins of this provider are stored under: a subject means a person only together with who says it */
    String issuer() {
        return issuer;
    }

    /** @return what people call the provider; null if there is none */
    @Nullable
    String name() {
        return on() ? name : null;
    }

    /**
     * What is known of the provider and of Cupel there. The provider's own description is asked for when it is first needed:
     * a provider that is away keeps no server from starting.
     *
     * @throws Problem provider_unknown if there is none, provider_unreachable
     */
    ClientRegistration registration() {
        if (!on()) {
            throw Problem.notFound("provider_unknown", "This installation signs people in by password alone.");
        }
        ClientRegistration known = registration;
        if (known == null) {
            try {
                ClientRegistration.Builder builder = ClientRegistrations.fromOidcIssuerLocation(issuer)
                        .registrationId("provider")
                        .clientId(clientId)
                        .clientSecret(clientSecret)
                        .redirectUri(site.base() + CALLBACK)
                        .scope("openid", "profile", "email");
                if (clientSecret.isEmpty()) {
                    builder.clientAuthenticationMethod(ClientAuthenticationMethod.NONE);
                }
                known = builder.build();
            } catch (RuntimeException e) {
                LOG.warn("the sign-in provider {} cannot be asked: {}", issuer, e.getMessage());
                throw Problem.of(
                                HttpStatus.SERVICE_UNAVAILABLE,
                                "provider_unreachable",
                                "The sign-in service " + name + " does not answer as it should.",
                                "Try again in a moment, or sign in with a password.")
                        .with("provider", name);
            }
            registration = known;
        }
        return known;
    }
}
