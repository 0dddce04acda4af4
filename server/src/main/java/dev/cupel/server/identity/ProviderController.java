package dev.cupel.server.identity;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.cupel.server.platform.web.Access;
import dev.cupel.server.platform.web.Access.Level;
import dev.cupel.server.platform.web.Caller;
import dev.cupel.server.platform.web.Problem;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Signing in with the OpenID Connect provider, and the ways into one's own account. */
@RestController
@RequestMapping("/api/v1")
final class ProviderController {
    /** @param url where the browser goes to sign in */
    record Departure(String url) {}

    /**
     * @param provider {@code password}, or the provider's address
     * @param name what people call the provider; left out for a password, and for a provider of earlier settings
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Login(String provider, @Nullable String name, Instant createdAt) {}

    record LoginList(List<Login> logins) {}

    private final Provider provider;
    private final ProviderSignIn signIn;
    private final Logins logins;

    ProviderController(Provider provider, ProviderSignIn signIn, Logins logins) {
        this.provider = provider;
        this.signIn = signIn;
        this.logins = logins;
    }

    @Access(Level.PUBLIC)
    @PostMapping("/provider-sign-in")
    Departure signIn(HttpServletRequest request, HttpServletResponse response) {
        return new Departure(signIn.begin(null, request, response));
    }

    /** The provider sends the browser here; the page that asked says what came of it. */
    @Access(Level.PUBLIC)
    @GetMapping("/provider-sign-in/callback")
    @ResponseStatus(HttpStatus.SEE_OTHER)
    void callback(
            @RequestParam @Nullable String code,
            @RequestParam @Nullable String state,
            @RequestParam @Nullable String error,
            HttpServletRequest request,
            HttpServletResponse response) {
        ProviderSignIn.Ended ended = signIn.end(code, state, error, request, response);
        response.setHeader(
                HttpHeaders.LOCATION,
                (ended.connect() ? "/me" : "/signin") + "?provider="
                        + ended.outcome().name().toLowerCase(Locale.ROOT));
    }

    @Access(Level.ACCOUNT)
    @GetMapping("/me/logins")
    LoginList mine() {
        return new LoginList(logins.of(Caller.current().accountId()).stream()
                .map(one -> new Login(
                        one.provider(),
                        one.provider().equals(provider.issuer()) ? provider.name() : null,
                        one.createdAt().toInstant()))
                .toList());
    }

    @Access(Level.ACCOUNT)
    @PostMapping("/me/logins")
    Departure connect(HttpServletRequest request, HttpServletResponse response) {
        return new Departure(signIn.begin(person(), request, response));
    }

    /** Takes away a way into the account that is not its last. */
    @Access(Level.ACCOUNT)
    @DeleteMapping("/me/logins")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void disconnect(@RequestParam String provider) {
        logins.disconnect(person(), provider, this.provider.issuer());
    }

    /** A token is for programs: whoever has one must not turn it into a way to sign in. */
    private static UUID person() {
        Caller caller = Caller.current();
        if (caller.scopes() != null) {
            throw Problem.of(
                    HttpStatus.FORBIDDEN,
                    "scope_missing",
                    "No API token allows that.",
                    "Sign in, and do it on the page of your account.");
        }
        return caller.accountId();
    }
}
