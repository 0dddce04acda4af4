package dev.cupel.server.mail;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.cupel.server.platform.web.Problem;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Mails that are asked for; {@link MailSender} sends them. */
@Component
public class Mail {
    /**
     * How sending goes.
     *
     * @param server host and port of the mail server; left out if there is none
     * @param from what mails come from
     * @param waiting mails that are to be sent
     * @param failed mails given up within seven days
     * @param problem what the mail server said last to one of them, if it was no good
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record State(
            @Nullable String server,
            @Nullable String from,
            long waiting,
            long failed,
            @Nullable String problem) {}

    private final MailSettings settings;
    private final Smtp smtp;
    private final JdbcClient sql;
    private final Semaphore asked = new Semaphore(0);

    Mail(MailSettings settings, Smtp smtp, JdbcClient sql) {
        this.settings = settings;
        this.smtp = smtp;
        this.sql = sql;
    }

    /** @return whether there is a mail server to send with */
    public boolean on() {
        return settings.on();
    }

    /** @throws Problem mail_off if there is no mail server */
    public void require() {
        if (!on()) {
            throw Problem.notFound("mail_off", "This installation sends no mail.");
        }
    }

    /**
     * Asks for a mail, in the transaction of the caller if there is one.
     *
     * @param kind of {@link Letters}
     * @throws Problem mail_off
     */
    public void ask(String kind, String address, @Nullable UUID about) {
        require();
        sql.sql("insert into mail (kind, address, about) values (:kind, :address, :about)")
                .param("kind", kind)
                .param("address", address)
                .param("about", about, java.sql.Types.OTHER)
                .update();
        if (TransactionSynchronizationManager.isSynchronizationActive()) {
            TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
                @Override
                public void afterCommit() {
                    asked.release();
                }
            });
        } else {
            asked.release();
        }
    }

    /**
     * Sends a letter now.
     *
     * @throws Problem mail_off; mail_refused with what the mail server said
     */
    public void sendNow(Letter letter) {
        require();
        try {
            smtp.send(letter);
        } catch (Smtp.Refused e) {
            throw Problem.of(
                            HttpStatus.CONFLICT,
                            "mail_refused",
                            "The mail was not sent: " + e.said,
                            "Check the settings cupel.mail.* of the server, and the mail server itself.")
                    .with("said", e.said);
        }
    }

    /** Waits until a mail is asked for on this server, or for so long. */
    void awaitAsked(Duration atMost) throws InterruptedException {
        if (asked.tryAcquire(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
            asked.drainPermits();
        }
    }

    public State state() {
        record Counts(long waiting, long failed, @Nullable String problem) {}
        Counts counts = sql.sql("""
                select count(*) filter (where given_up_at is null) as waiting,
                       count(*) filter (where given_up_at is not null) as failed,
                       (array_agg(problem order by coalesce(given_up_at, not_before) desc) filter (where problem is not null))[1] as problem
                from mail where given_up_at is null or given_up_at > now() - interval '7 days'
                """).query(Counts.class).single();
        return new State(
                on() ? settings.host + ":" + settings.port : null,
                on() ? settings.from : null,
                counts.waiting(),
                counts.failed(),
                counts.problem());
    }
}
