package dev.cupel.server.identity;

import dev.cupel.server.mail.Mail;
import dev.cupel.server.platform.web.Access;
import dev.cupel.server.platform.web.Access.Level;
import dev.cupel.server.platform.web.Caller;
import dev.cupel.server.platform.web.Problem;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpStatus;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1")
final class SessionController {
    /**
     * @param provider what people call the provider they may sign in with; left out if there is none
     * @param mail whether a link for a new password can be sent to people's addresses
     * @param newcomer who has come from the provider with this browser and has no account
     */
    record SessionInfo(
            Accounts.@Nullable Me account,
            boolean setUpNeeded,
            String version,
            boolean demo,
            @Nullable String provider,
            boolean mail,
            ProviderSignIn.@Nullable Newcomer newcomer) {}

    record SignIn(String email, String password) {}

    record SetUpRequest(String token, String email, String displayName, String password) {}

    private final Accounts accounts;
    private final SignedIn signedIn;
    private final SignInLimit limit;
    private final SetUp setUp;
    private final Provider provider;
    private final Mail mail;
    private final ProviderSignIn providerSignIn;
    private final boolean demo;
    private final String version;

    SessionController(
            Accounts accounts,
            SignedIn signedIn,
            SignInLimit limit,
            SetUp setUp,
            Provider provider,
            Mail mail,
            ProviderSignIn providerSignIn,
            @Value("${cupel.demo:false}") boolean demo,
            @Value("${cupel.version:dev}") String version) {
        this.accounts = accounts;
        this.signedIn = signedIn;
        this.limit = limit;
        this.setUp = setUp;
        this.provider = provider;
        this.mail = mail;
        this.providerSignIn = providerSignIn;
        this.demo = demo;
        this.version = version;
    }

    @Access(Level.PUBLIC)
    @GetMapping("/session")
    SessionInfo session(@Nullable CsrfToken csrf, HttpServletRequest request) {
        if (csrf != null) { // programs with a token of their own get none
            csrf.getToken(); // asks for the cookie to be sent
        }
        Caller caller = Caller.currentOrNull();
        return new SessionInfo(
                caller == null ? null : accounts.me(caller.accountId()),
                caller == null && accounts.none(),
                version,
                demo,
                provider.name(),
                mail.on(),
                caller == null ? providerSignIn.newcomer(request).orElse(null) : null);
    }

    @Access(Level.PUBLIC)
    @PostMapping("/session")
    Accounts.Me signIn(@RequestBody SignIn body, HttpServletRequest request, HttpServletResponse response) {
        Passwords.requireReadable("password", body.password());
        SignInLimit.Attempt attempt = limit.begin(Accounts.normal(body.email()), request.getRemoteAddr());
        return switch (accounts.verify(body.email(), body.password())) {
            case Accounts.Verdict.Right right -> {
                attempt.succeeded();
                yield open(right.account(), request, response);
            }
            case Accounts.Verdict.Disabled ignored -> {
                attempt.succeeded();
                throw Problem.of(
                        HttpStatus.FORBIDDEN,
                        "account_disabled",
                        "This account is switched off.",
                        "Ask an owner of this installation to switch it on again.");
            }
            case Accounts.Verdict.Wrong ignored ->
                throw Problem.of(
                        HttpStatus.UNAUTHORIZED,
                        "bad_credentials",
                        "E-mail address and password do not belong together.",
                        mail.on()
                                ? "Check both; if the password is lost, have a link for a new one sent to you."
                                : "Check both; if the password is lost, an owner of this installation can make a link for a new one.");
        };
    }

    @Access(Level.PUBLIC)
    @DeleteMapping("/session")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void signOut(HttpServletRequest request, HttpServletResponse response) {
        signedIn.close(request, response);
    }

    @Access(Level.PUBLIC)
    @PostMapping("/setup")
    @ResponseStatus(HttpStatus.CREATED)
    Accounts.Me setUp(@RequestBody SetUpRequest body, HttpServletRequest request, HttpServletResponse response) {
        UUID owner = setUp.redeem(body.token(), body.email(), body.displayName(), body.password());
        return open(owner, request, response);
    }

    private Accounts.Me open(UUID account, HttpServletRequest request, HttpServletResponse response) {
        signedIn.open(account, request, response);
        return accounts.me(account);
    }
}
