package dev.cupel.server.identity;

import dev.cupel.server.platform.web.Problem;
import dev.cupel.server.platform.web.ProblemWriter;
import dev.cupel.server.platform.web.SiteAddress;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpStatus;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.ExceptionTranslationFilter;
import org.springframework.security.web.context.RequestAttributeSecurityContextRepository;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.security.web.csrf.CsrfFilter;
import org.springframework.security.web.csrf.CsrfTokenRequestAttributeHandler;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.security.web.firewall.StrictHttpFirewall;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;

/** Authentication, CSRF and headers. Who may do what is decided by {@code Access} on each endpoint. */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {
    private static final long HSTS_SECONDS = 31_536_000;

    @Bean
    SecurityFilterChain security(HttpSecurity http, Credentials credentials, SiteAddress site, ProblemWriter problems)
            throws Exception {
        // Each filter is paid for by every request: those that would do nothing here are left out. There is no servlet
        // session, and who may do what is not decided by address.
        return http.sessionManagement(AbstractHttpConfigurer::disable)
                .securityContext(c -> c.securityContextRepository(new RequestAttributeSecurityContextRepository()))
                .servletApi(AbstractHttpConfigurer::disable)
                .csrf(csrf -> csrf.csrfTokenRepository(csrfCookie(site)).csrfTokenRequestHandler(csrfToken()))
                .formLogin(AbstractHttpConfigurer::disable)
                .httpBasic(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .anonymous(AbstractHttpConfigurer::disable)
                .headers(headers -> headers.httpStrictTransportSecurity(h -> h.requestMatcher(site::https)
                                .includeSubDomains(false)
                                .maxAgeInSeconds(HSTS_SECONDS))
                        .referrerPolicy(r -> r.policy(ReferrerPolicy.NO_REFERRER))
                        .permissionsPolicyHeader(p -> p.policy("camera=(), geolocation=(), microphone=(), payment=()"))
                        .crossOriginOpenerPolicy(c -> c.policy(
                                org.springframework.security.web.header.writers.CrossOriginOpenerPolicyHeaderWriter
                                        .CrossOriginOpenerPolicy.SAME_ORIGIN))
                        // Pages and assets set their own caching; the API is never cached.
                        .cacheControl(c -> c.disable()))
                .addFilterBefore(new CredentialFilter(credentials), CsrfFilter.class)
                .addFilterBefore(SecurityConfiguration::csrfOnlyWhereCookiesCount, CsrfFilter.class)
                .addFilterAfter(new NoStoreFilter(), ExceptionTranslationFilter.class)
                .exceptionHandling(e ->
                        e.accessDeniedHandler((request, response, denied) -> problems.write(request, response, csrf())))
                .build();
    }

    private static CookieCsrfTokenRepository csrfCookie(SiteAddress site) {
        CookieCsrfTokenRepository repository = CookieCsrfTokenRepository.withHttpOnlyFalse();
        repository.setCookieCustomizer(cookie -> {
            cookie.sameSite("Lax");
            if (site.https()) {
                cookie.secure(true);
            }
        });
        return repository;
    }

    /**
     * The page reads the token from its cookie and sends it as a header. It never stands in a body, so it needs no mask
     * against guessing it from the size of compressed bodies, which would be made anew for every request.
     */
    private static CsrfTokenRequestAttributeHandler csrfToken() {
        CsrfTokenRequestAttributeHandler handler = new CsrfTokenRequestAttributeHandler();
        // Asked for at once rather than when a page is rendered: the answer carries the cookie.
        handler.setCsrfRequestAttributeName(null);
        return handler;
    }

    /**
     * Who brings an API token brings no cookie that somebody else could make them send. Pages and assets are the same for
     * everybody, and shared caches may keep some: they carry no cookie.
     */
    private static void csrfOnlyWhereCookiesCount(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (request instanceof HttpServletRequest http
                && (!http.getRequestURI().startsWith("/api/") || CredentialFilter.bearer(http) != null)) {
            CsrfFilter.skipRequest(http);
        }
        chain.doFilter(request, response);
    }

    /** Spring's own rules for headers, without a regular expression for each header of each request. */
    @Bean
    HttpFirewall firewall() {
        StrictHttpFirewall firewall = new StrictHttpFirewall();
        firewall.setAllowedHeaderNames(name -> plain(name, false));
        firewall.setAllowedHeaderValues(value -> plain(value, true));
        return firewall;
    }

    private static boolean plain(String text, boolean tabs) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' ? !(tabs && c == '\t') : c >= 0x7f && (c <= 0x9f || !Character.isDefined(c))) {
                return false;
            }
        }
        return true;
    }

    private static Problem csrf() {
        return Problem.of(
                HttpStatus.FORBIDDEN,
                "csrf",
                "The request lacks the proof that it comes from this site's own page.",
                "Load the page again; programs send an API token instead of a cookie.");
    }

    /** What the firewall refuses is told like every other problem. */
    @Bean
    RequestRejectedHandler rejected(ProblemWriter problems) {
        return (request, response, rejected) -> problems.write(request, response, ProblemWriter.requestRefused());
    }

    /** There is no password log-in outside {@link SessionController}; this keeps Boot from making a default user. */
    @Bean
    AuthenticationManager noAuthenticationManager() {
        return authentication -> {
            throw new AuthenticationServiceException("not used");
        };
    }
}
