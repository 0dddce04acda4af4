package dev.cupel.server.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.cupel.server.platform.StartFailure;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is handed to the mail server, what it says, and settings that cannot work. */
final class SmtpTest {
    private static final Letter LETTER = new Letter("mia@example.org", "Grüße", "Hello\n");

    private GreenMail post;

    @BeforeEach
    void start() {
        post = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        post.setUser("labels", "it is a secret");
        post.start();
    }

    @AfterEach
    void stop() {
        post.stop();
    }

    private static Smtp smtp(int port, String security, String username, String password) {
        return new Smtp(new MailSettings(
                "127.0.0.1", String.valueOf(port), security, username, password, "Cupel <labels@example.org>"));
    }

    private Smtp smtp() {
        return smtp(post.getSmtp().getPort(), "none", "labels", "it is a secret");
    }

    private static Smtp.Refused refusal(Smtp smtp, Letter letter) {
        return catchThrowableOfType(Smtp.Refused.class, () -> smtp.send(letter));
    }

    @Test
    void aLetterArrivesAsItWasWritten() throws Exception {
        smtp().send(LETTER);
        var arrived = post.getReceivedMessages()[0];
        assertThat(arrived.getSubject()).isEqualTo("Grüße");
        assertThat(((String) arrived.getContent()).strip()).isEqualTo("Hello");
    }

    @Test
    void aHostInItsOwnScriptIsWrittenInAscii() throws Exception {
        smtp().send(new Letter("mia@münchen.example", "s", "t"));
        assertThat(post.getReceivedMessages()[0].getAllRecipients()[0].toString())
                .isEqualTo("mia@xn--mnchen-3ya.example");
    }

    @Test
    void whereTheWayIsToBeProtectedNothingIsSentInTheClear() {
        Smtp.Refused refused = refusal(smtp(post.getSmtp().getPort(), "starttls", "labels", "it is a secret"), LETTER);
        assertThat(refused.forGood).isFalse();
        assertThat(refused.said).contains("STARTTLS");
        assertThat(post.getReceivedMessages()).isEmpty();
    }

    @Test
    void aWrongPasswordOfTheOperatorMayBeMended() {
        Smtp.Refused refused = refusal(smtp(post.getSmtp().getPort(), "none", "labels", "wrong"), LETTER);
        assertThat(refused.forGood).isFalse();
        assertThat(refused.said).contains("535");
    }

    @Test
    void anAddressThatIsNoneIsRefusedForGood() {
        assertThat(refusal(smtp(), new Letter("dots..inside@example.org", "s", "t")).forGood)
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({"550 5.1.1 no such mailbox, true", "451 4.7.1 try again later, false"})
    void anAddressIsRefusedForGoodOnlyIfTheMailServerSaysSo(String answer, boolean forGood) throws Exception {
        try (ServerSocket listening = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> answerRecipients(listening, answer));
            Smtp.Refused refused = refusal(smtp(listening.getLocalPort(), "none", "", ""), LETTER);
            assertThat(refused.forGood).isEqualTo(forGood);
            assertThat(refused.said).isEqualTo(answer);
        }
    }

    private static void answerRecipients(ServerSocket listening, String toRecipients) {
        while (!listening.isClosed()) {
            try (Socket caller = listening.accept();
                    var in = new BufferedReader(
                            new InputStreamReader(caller.getInputStream(), StandardCharsets.US_ASCII));
                    var out = caller.getOutputStream()) {
                out.write("220 here\r\n".getBytes(StandardCharsets.US_ASCII));
                for (String line = in.readLine(); line != null; line = in.readLine()) {
                    String answer = line.startsWith("RCPT") ? toRecipients : "250 fine";
                    out.write((answer + "\r\n").getBytes(StandardCharsets.US_ASCII));
                }
            } catch (IOException e) {
                // the next caller
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            emptyValue = "",
            value = {
                // host | port | security | username | password | from | said
                "''| ''| starttls| ''| ''| a@example.org| no cupel.mail.host",
                "smtp.example.org| ''| starttls| ''| ''| ''| no cupel.mail.from",
                "smtp.example.org| ''| starttls| ''| ''| nobody| not an e-mail address",
                "smtp.example.org| 99999| starttls| ''| ''| a@example.org| cupel.mail.port is 99999",
                "smtp.example.org| ''| ssl| ''| ''| a@example.org| cupel.mail.security is ssl",
                "smtp.example.org| ''| starttls| a| ''| a@example.org| only one is given",
                "192.0.2.1| ''| none| a| b| a@example.org| unprotected"
            })
    void settingsThatCannotWorkAreNamed(
            String host, String port, String security, String username, String password, String from, String said) {
        assertThatThrownBy(() -> new MailSettings(host, port, security, username, password, from))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining(said);
    }

    @Test
    void thePortFollowsTheProtectionUnlessItIsGiven() {
        assertThat(new MailSettings("h", "", "tls", "", "", "a@example.org").port)
                .isEqualTo(465);
        assertThat(new MailSettings("h", "", "starttls", "", "", "a@example.org").port)
                .isEqualTo(587);
        assertThat(new MailSettings("", "", "starttls", "", "", "").on()).isFalse();
    }
}
