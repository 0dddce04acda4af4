package dev.cupel.server.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.cupel.server.Client;
import dev.cupel.server.CupelServer;
import dev.cupel.server.Owner;
import dev.cupel.server.ServeOptions;
import dev.cupel.server.TestServer;
import dev.cupel.server.mail.Wording;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Lost passwords and other addresses, over a real mail server. */
final class MailTest {
    private static final String PASSWORD = "three random words";
    private static final Pattern LINK = Pattern.compile("(http://\\S+/(?:reset|confirm-email))#(\\S+)");

    private static GreenMail post;
    private static CupelServer.Running server;
    private static Owner owner;
    private static JdbcClient sql;

    @BeforeAll
    static void start() throws Exception {
        post = mailServer(0);
        server = start(settings(post.getSmtp().getPort()));
        owner = Owner.setUp(server);
        sql = server.context().getBean(JdbcClient.class);
    }

    private static GreenMail mailServer(int port) {
        GreenMail mail = new GreenMail(new ServerSetup(port, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        mail.setUser("labels", "it is a secret");
        mail.start();
        return mail;
    }

    private static Map<String, String> settings(int port) {
        return new TreeMap<>(Map.of(
                "cupel.mail.host", "127.0.0.1",
                "cupel.mail.port", String.valueOf(port),
                "cupel.mail.security", "none",
                "cupel.mail.username", "labels",
                "cupel.mail.password", "it is a secret",
                "cupel.mail.from", "Cupel <labels@example.org>"));
    }

    private static CupelServer.Running start(Map<String, String> settings) throws IOException {
        settings.forEach(System::setProperty);
        try {
            return CupelServer.start(
                    new ServeOptions(0, Files.createTempDirectory("cupel-mail"), null, "127.0.0.1", false));
        } finally {
            settings.keySet().forEach(System::clearProperty);
        }
    }

    @AfterAll
    static void stop() {
        server.close();
        post.stop();
    }

    @BeforeEach
    void nothingHasHappened() throws Exception {
        sql.sql("delete from sign_in_attempt").update();
        post.purgeEmailFromAllMailboxes();
    }

    private static Client browser() {
        return Client.browserOf(server);
    }

    private static Client labeler() {
        return owner.invite(owner.project(1), "labeler");
    }

    private static String of(Client person, String field) {
        return person.get("/me").expect(200).json().path(field).asString();
    }

    private static String freshAddress() {
        return "new-" + UUID.randomUUID() + "@example.org";
    }

    private static Client.Answer ask(String email) {
        return browser().post("/password-resets", Map.of("email", email));
    }

    private static Client.Answer signIn(String email, String password) {
        return browser().post("/session", Map.of("email", email, "password", password));
    }

    /** @return the newest mail to the address, once there are so many */
    private static MimeMessage mail(String address, int number) throws Exception {
        long until = System.nanoTime() + 20_000_000_000L;
        while (System.nanoTime() < until) {
            List<MimeMessage> mine = mails(address);
            if (mine.size() >= number) {
                return mine.getLast();
            }
            Thread.sleep(20);
        }
        throw new AssertionError(mails(address).size() + " mails to " + address + " instead of " + number);
    }

    private static List<MimeMessage> mails(String address) throws MessagingException {
        return Arrays.stream(post.getReceivedMessages())
                .filter(message -> {
                    try {
                        return message.getAllRecipients()[0].toString().equals(address);
                    } catch (MessagingException e) {
                        throw new AssertionError(e);
                    }
                })
                .toList();
    }

    /** When everything that was asked for so far has been dealt with. */
    private static void settled() throws InterruptedException {
        long until = System.nanoTime() + 20_000_000_000L;
        while (waiting() > 0 && System.nanoTime() < until) {
            Thread.sleep(20);
        }
        assertThat(waiting()).isZero();
    }

    private static long waiting() {
        return sql.sql("select count(*) from mail where given_up_at is null")
                .query(Long.class)
                .single();
    }

    /** @return the address for the API of the link in a mail */
    private static String link(MimeMessage mail) throws Exception {
        Matcher found = LINK.matcher((String) mail.getContent());
        assertThat(found.find()).as("a link in %s", mail.getContent()).isTrue();
        assertThat(found.group(1)).startsWith(server.address());
        return (found.group(1).endsWith("/reset") ? "/password-resets/" : "/email-changes/") + found.group(2);
    }

    @Test
    void whoLostTheirPasswordSetsAnotherOneThroughTheLinkThatIsMailed() throws Exception {
        Client person = labeler();
        String email = of(person, "email");
        assertThat(browser().get("/session").json().path("mail").asBoolean()).isTrue();
        ask("  " + email.toUpperCase(Locale.ROOT)).expect(202);
        MimeMessage mail = mail(email, 1);
        assertThat(mail.getFrom()[0].toString()).isEqualTo("Cupel <labels@example.org>");
        assertThat(mail.getSubject()).isEqualTo("A new password for Cupel");
        assertThat(mail.getHeader("Auto-Submitted")).containsExactly("auto-generated");
        String link = link(mail);
        browser().post(link, Map.of("password", "entirely other words")).expect(200);
        signIn(email, "entirely other words").expect(200);
        person.get("/me").expect(401);
        assertThat(browser().get(link).expect(410).code()).isEqualTo("reset_used");
    }

    @Test
    void aMailSpeaksTheLanguageOfItsReader() throws Exception {
        Client person = labeler();
        person.patch("/me", Map.of("locale", "de", "displayName", "Jörg {link}"))
                .expect(200);
        ask(of(person, "email")).expect(202);
        MimeMessage mail = mail(of(person, "email"), 1);
        assertThat(mail.getSubject()).isEqualTo("Ein neues Passwort für Cupel");
        assertThat((String) mail.getContent())
                .as("what somebody is called is not read as a place to fill in")
                .startsWith("Guten Tag Jörg {link},")
                .contains("innerhalb einer Stunde");
    }

    @Test
    void everyLetterIsWrittenInEveryLanguage() {
        ResourceBundle english = ResourceBundle.getBundle("dev.cupel.server.identity.letters", Locale.ROOT);
        ResourceBundle german = ResourceBundle.getBundle("dev.cupel.server.identity.letters", Locale.GERMAN);
        for (String key : english.keySet()) {
            assertThat(german.getString(key)).as(key).isNotEqualTo(english.getString(key));
            assertThat(filledIn(german.getString(key))).as(key).isEqualTo(filledIn(english.getString(key)));
        }
        assertThat(german.keySet()).isEqualTo(english.keySet());
    }

    private static List<String> filledIn(String text) {
        return Pattern.compile("\\{\\w+\\}")
                .matcher(text)
                .results()
                .map(found -> found.group())
                .sorted()
                .toList();
    }

    @Test
    void whatSomebodyIsCalledAddsNoLineToAMail() {
        assertThat(new Wording(AccountLetters.class)
                        .letter("mail_test", "fr", "a@example.org", Map.of("name", "Eve\r\nBcc: x", "site", "s"))
                        .text())
                .startsWith("Hello Eve Bcc: x,");
    }

    @Test
    void anAddressWithoutAnAccountIsAnsweredTheSameAndGetsNothing() throws Exception {
        Client.Answer unknown = ask("nobody@example.org").expect(202);
        Client.Answer known = ask(of(labeler(), "email")).expect(202);
        assertThat(unknown.raw().body()).isEqualTo(known.raw().body());
        settled();
        assertThat(mails("nobody@example.org")).isEmpty();
    }

    @Test
    void anAccountThatIsSwitchedOffGetsNoLink() throws Exception {
        Client person = labeler();
        String email = of(person, "email");
        owner.client().post("/accounts/" + of(person, "id") + "/disable", null).expect(204);
        ask(email).expect(202);
        settled();
        assertThat(mails(email)).isEmpty();
    }

    @Test
    void aMailboxGetsAtMostFiveLinksAnHourAndOnlyTheNewestWorks() throws Exception {
        Client person = labeler();
        String email = of(person, "email");
        for (int i = 1; i <= 5; i++) {
            ask(email).expect(202);
            mail(email, i);
            sql.sql("delete from sign_in_attempt").update();
        }
        ask(email).expect(202);
        settled();
        assertThat(mails(email)).hasSize(5);
        for (MimeMessage older : mails(email).subList(0, 4)) {
            assertThat(browser().get(link(older)).expect(410).code()).isEqualTo("reset_expired");
        }
        browser().get(link(mails(email).getLast())).expect(200);
    }

    @Test
    void askingAgainAndAgainIsSlowedWhetherThereIsAnAccountOrNot() {
        for (String address : List.of(of(labeler(), "email"), "nobody@example.org")) {
            for (int i = 0; i < 5; i++) {
                ask(address).expect(202);
            }
            assertThat(ask(address).expect(429).code()).isEqualTo("too_many_attempts");
        }
    }

    @Test
    void whoAsksByMailCannotEndTheLinkThatAnOwnerMade() throws Exception {
        Client person = labeler();
        String url = owner.client()
                .post("/accounts/" + of(person, "id") + "/password-reset", null)
                .expect(201)
                .json()
                .path("url")
                .asString();
        ask(of(person, "email")).expect(202);
        String mailed = link(mail(of(person, "email"), 1));
        browser().get("/password-resets/" + url.substring(url.indexOf('#') + 1)).expect(200);
        owner.client()
                .post("/accounts/" + of(person, "id") + "/password-reset", null)
                .expect(201);
        assertThat(browser().get(mailed).expect(410).code()).isEqualTo("reset_expired");
    }

    @Test
    void whatIsNoAddressIsRefused() {
        for (String address : List.of("", "nobody", "a b@example.org", "a@b@c", "a\r\nBcc: x@example.org")) {
            assertThat(ask(address).expect(422).code()).isEqualTo("account_invalid");
        }
    }

    @Test
    void mailWaitsWhileTheMailServerIsAwayAndAdministrationSaysSo() throws Exception {
        Client person = labeler();
        String email = of(person, "email");
        int port = post.getSmtp().getPort();
        post.stop();
        ask(email).expect(202);
        long until = System.nanoTime() + 20_000_000_000L;
        while (mailState().path("problem").isMissingNode() && System.nanoTime() < until) {
            Thread.sleep(20);
        }
        assertThat(mailState().path("problem").asString()).isNotBlank();
        assertThat(mailState().path("waiting").asInt()).isEqualTo(1);
        assertThat(mailState().path("server").asString()).isEqualTo("127.0.0.1:" + port);
        assertThat(owner.client().post("/instance/mail-test", null).expect(409).code())
                .isEqualTo("mail_refused");
        post = mailServer(port);
        sql.sql("update mail set not_before = now()").update();
        browser().get(link(mail(email, 1))).expect(200);
        settled();
        assertThat(mailState().path("problem").isMissingNode()).isTrue();
    }

    private static tools.jackson.databind.JsonNode mailState() {
        return owner.client().get("/instance").expect(200).json().path("mail");
    }

    @Test
    void anOwnerOfTheInstallationSeesWhetherMailArrives() throws Exception {
        owner.client().post("/instance/mail-test", null).expect(204);
        assertThat(mail("owner@example.org", 1).getSubject()).isEqualTo("Cupel can send mail");
        labeler().post("/instance/mail-test", null).expect(403);
    }

    @Test
    void noSecretOfALinkIsStored() throws Exception {
        Client person = labeler();
        ask(of(person, "email")).expect(202);
        String link = link(mail(of(person, "email"), 1));
        String secret = link.substring(link.lastIndexOf('/') + 1);
        settled();
        for (String table : List.of("mail", "password_reset", "email_change")) {
            assertThat(sql.sql("select count(*) from " + table + " t where position(? in t::text) > 0")
                            .param(secret)
                            .query(Long.class)
                            .single())
                    .as(table)
                    .isZero();
        }
    }

    @Test
    void anotherAddressIsOnesOwnOnceTheLinkThatWasSentThereIsOpened() throws Exception {
        Client person = labeler();
        String old = of(person, "email");
        String wanted = freshAddress();
        var answer = person.post("/me/email", Map.of("email", wanted.toUpperCase(Locale.ROOT), "password", PASSWORD))
                .expect(200)
                .json();
        assertThat(answer.path("email").asString()).isEqualTo(old);
        assertThat(answer.path("pending").asString()).isEqualTo(wanted);
        String link = link(mail(wanted, 1));
        assertThat(browser().get(link).expect(200).json().path("email").asString())
                .isEqualTo(wanted);
        signIn(wanted, PASSWORD).expect(401);
        browser().post(link, null).expect(204);
        signIn(wanted, PASSWORD).expect(200);
        signIn(old, PASSWORD).expect(401);
        assertThat(of(person, "email")).isEqualTo(wanted);
        assertThat((String) mail(old, 1).getContent()).contains(wanted);
        assertThat(person.get("/me/email").json().path("pending").isMissingNode())
                .isTrue();
        assertThat(browser().post(link, null).expect(410).code()).isEqualTo("email_change_used");
    }

    @Test
    void aLinkForANewPasswordInTheOldMailboxEndsWithTheAddress() throws Exception {
        Client person = labeler();
        String old = of(person, "email");
        ask(old).expect(202);
        String reset = link(mail(old, 1));
        owner.client()
                .post("/accounts/" + of(person, "id") + "/email", Map.of("email", freshAddress()))
                .expect(204);
        assertThat(browser().get(reset).expect(410).code()).isEqualTo("reset_expired");
    }

    @Test
    void aChangeOfTheAddressNeedsThePasswordAndAnAddressThatIsFree() {
        Client person = labeler();
        assertThat(person.post("/me/email", Map.of("email", freshAddress(), "password", "not this one"))
                        .expect(422)
                        .code())
                .isEqualTo("password_wrong");
        assertThat(person.post("/me/email", Map.of("email", "Owner@example.org", "password", PASSWORD))
                        .expect(409)
                        .code())
                .isEqualTo("email_taken");
        assertThat(person.post("/me/email", Map.of("email", of(person, "email"), "password", PASSWORD))
                        .expect(409)
                        .code())
                .isEqualTo("email_same");
        assertThat(person.post("/me/email", Map.of("email", "nothing", "password", PASSWORD))
                        .expect(422)
                        .code())
                .isEqualTo("account_invalid");
    }

    @Test
    void aChangeThatIsTakenBackOrBegunAgainOrEndedWithTheSessionsIsNotConfirmed() throws Exception {
        Client person = labeler();
        String id = of(person, "id");
        List<Runnable> ends = List.of(
                () -> person.delete("/me/email/pending").expect(204),
                () -> person.post("/me/email", Map.of("email", freshAddress(), "password", PASSWORD))
                        .expect(200),
                () -> owner.client()
                        .post("/accounts/" + id + "/sign-out", Map.of())
                        .expect(204));
        for (Runnable end : ends) {
            String wanted = freshAddress();
            person.post("/me/email", Map.of("email", wanted, "password", PASSWORD))
                    .expect(200);
            String link = link(mail(wanted, 1));
            end.run();
            assertThat(browser().post(link, null).expect(410).code()).isEqualTo("email_change_expired");
        }
    }

    @Test
    void anAddressThatSomebodyElseHasGotMeanwhileIsNotTakenFromThem() throws Exception {
        Client person = labeler();
        Client other = labeler();
        String wanted = freshAddress();
        person.post("/me/email", Map.of("email", wanted, "password", PASSWORD)).expect(200);
        String link = link(mail(wanted, 1));
        owner.client()
                .post("/accounts/" + of(other, "id") + "/email", Map.of("email", wanted))
                .expect(204);
        assertThat(browser().post(link, null).expect(409).code()).isEqualTo("email_taken");
    }

    @Test
    void linksForAnotherAddressAreNotSentWithoutEnd() {
        Client person = labeler();
        for (int i = 0; i < 5; i++) {
            person.post("/me/email", Map.of("email", freshAddress(), "password", PASSWORD))
                    .expect(200);
        }
        assertThat(person.post("/me/email", Map.of("email", freshAddress(), "password", PASSWORD))
                        .expect(429)
                        .code())
                .isEqualTo("too_many_mails");
    }

    @Test
    void anOwnerOfTheInstallationSetsAnAddressAtOnce() throws Exception {
        Client person = labeler();
        String old = of(person, "email");
        String wanted = freshAddress();
        owner.client()
                .post("/accounts/" + of(person, "id") + "/email", Map.of("email", wanted))
                .expect(204);
        signIn(wanted, PASSWORD).expect(200);
        mail(old, 1);
        assertThat(owner.client()
                        .post("/accounts/" + UUID.randomUUID() + "/email", Map.of("email", freshAddress()))
                        .expect(404)
                        .code())
                .isEqualTo("account_unknown");
        person.post("/accounts/" + of(person, "id") + "/email", Map.of("email", freshAddress()))
                .expect(403);
    }

    @Test
    void withoutAMailServerAnAddressIsChangedAtOnceAndNobodyIsPromisedALink() {
        Client person = TestServer.owner().invite(TestServer.owner().project(1), "labeler");
        String wanted = freshAddress();
        assertThat(person.post("/me/email", Map.of("email", wanted, "password", PASSWORD))
                        .expect(200)
                        .json()
                        .path("email")
                        .asString())
                .isEqualTo(wanted);
        Client stranger = Client.browser();
        stranger.post("/session", Map.of("email", wanted, "password", PASSWORD)).expect(200);
        assertThat(stranger.get("/session").json().path("mail").asBoolean()).isFalse();
        assertThat(stranger.post("/password-resets", Map.of("email", wanted))
                        .expect(404)
                        .code())
                .isEqualTo("mail_off");
    }

    @Test
    void aMailWhoseAddressIsRefusedForGoodIsGivenUpAtOnce() throws Exception {
        Client person = labeler();
        owner.client()
                .post("/accounts/" + of(person, "id") + "/email", Map.of("email", "dots..inside@example.org"))
                .expect(204);
        ask("dots..inside@example.org").expect(202);
        long until = System.nanoTime() + 20_000_000_000L;
        while (mailState().path("failed").asInt() == 0 && System.nanoTime() < until) {
            Thread.sleep(20);
        }
        assertThat(mailState().path("failed").asInt()).isEqualTo(1);
        assertThat(mailState().path("waiting").asInt()).isZero();
        assertThat(mailState().path("problem").asString()).isEqualTo("The address cannot be used in a mail.");
        sql.sql("delete from mail").update();
    }
}
