package dev.cupel.server.identity;

import dev.cupel.server.mail.Letter;
import dev.cupel.server.mail.Letters;
import dev.cupel.server.mail.Wording;
import dev.cupel.server.platform.web.SiteAddress;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What is sent about passwords and addresses. */
@Component
public class AccountLetters {
    static final String PASSWORD_RESET = "password_reset";
    private static final String TEST = "mail_test";
    private static final String CONFIRM = "/confirm-email#";
    private static final Wording WORDS = new Wording(AccountLetters.class);

    private record Owner(String email, String displayName, String locale) {}

    private record Kind(String kind, Function<Asked, Optional<Letter>> writer) implements Letters {
        @Override
        public Optional<Letter> write(Asked asked) {
            return writer.apply(asked);
        }
    }

    private final JdbcClient sql;
    private final SiteAddress site;

    AccountLetters(JdbcClient sql, SiteAddress site) {
        this.sql = sql;
        this.site = site;
    }

    /** @return a letter to the account itself, for somebody who wants to see whether mail arrives */
    public Letter test(UUID account) {
        Owner owner = owner(account).orElseThrow();
        return WORDS.letter(
                TEST, owner.locale(), owner.email(), Map.of("name", owner.displayName(), "site", site.base()));
    }

    private Optional<Owner> owner(UUID account) {
        return sql.sql("select email, display_name, locale from account where id = ?")
                .param(account)
                .query(Owner.class)
                .optional();
    }

    @Configuration(proxyBeanMethods = false)
    static class Kinds {
        @Bean
        Letters passwordReset(PasswordResets resets, SiteAddress site) {
            return new Kind(
                    PASSWORD_RESET,
                    asked -> resets.makeByMail(asked.address(), site.base())
                            .map(made -> WORDS.letter(
                                    PASSWORD_RESET,
                                    made.locale(),
                                    asked.address(),
                                    Map.of("name", made.displayName(), "site", site.base(), "link", made.url()))));
        }

        @Bean
        Letters emailChange(EmailChanges changes, SiteAddress site) {
            return new Kind(EmailChanges.KIND, asked -> {
                String token = Secret.make();
                return Optional.ofNullable(asked.about())
                        .flatMap(change -> changes.seal(change, token))
                        .map(locale -> WORDS.letter(
                                EmailChanges.KIND,
                                locale,
                                asked.address(),
                                Map.of("site", site.base(), "link", site.base() + CONFIRM + token)));
            });
        }

        @Bean
        Letters emailChanged(AccountLetters letters, SiteAddress site) {
            return new Kind(
                    EmailChanges.CHANGED,
                    asked -> Optional.ofNullable(asked.about())
                            .flatMap(letters::owner)
                            .map(owner -> WORDS.letter(
                                    EmailChanges.CHANGED,
                                    owner.locale(),
                                    asked.address(),
                                    Map.of("name", owner.displayName(), "site", site.base(), "email", owner.email()))));
        }
    }
}
