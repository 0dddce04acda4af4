package dev.cupel.server.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cupel.server.CupelServer;
import dev.cupel.server.Logged;
import dev.cupel.server.ServeOptions;
import dev.cupel.server.TestServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** How browsers reach the server: public address, proxies, https, cookies, and names that a request makes up. */
final class SiteTest {
    private static final char[] STORE_PASSWORD = "changeit".toCharArray();

    @TempDir
    Path folder;

    /** A second server on the database of the tests. */
    private static CupelServer.Running serve(ServeOptions.Site site) {
        var environment = TestServer.running().context().getEnvironment();
        return CupelServer.start(new ServeOptions(
                0,
                Path.of("unused"),
                new ServeOptions.Database(
                        environment.getRequiredProperty("spring.datasource.url") + "?user="
                                + environment.getRequiredProperty("spring.datasource.username"),
                        environment.getRequiredProperty("spring.datasource.password")),
                "127.0.0.1",
                false,
                site));
    }

    private static String raw(CupelServer.Running server, String... lines) throws IOException {
        try (Socket socket = new Socket(
                java.net.InetAddress.getLoopbackAddress(),
                URI.create(server.address()).getPort())) {
            OutputStream out = socket.getOutputStream();
            out.write(
                    (String.join("\r\n", lines) + "\r\nConnection: close\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            out.flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static List<String> cookies(String answer) {
        return answer.lines()
                .filter(line -> line.toLowerCase(java.util.Locale.ROOT).startsWith("set-cookie:"))
                .toList();
    }

    private static String body(String json) {
        return "Content-Type: application/json\r\nContent-Length: " + json.length() + "\r\nConnection: close\r\n\r\n"
                + json;
    }

    @Test
    void everyCookieNamesSameSiteAlsoOneThatIsCleared() throws IOException {
        String session = raw(TestServer.running(), "GET /api/v1/session HTTP/1.1", "Host: localhost");
        String csrf = session.replaceFirst("(?s).*XSRF-TOKEN=([^;]+);.*", "$1");
        String signOut = raw(
                TestServer.running(),
                "DELETE /api/v1/session HTTP/1.1",
                "Host: localhost",
                "Cookie: XSRF-TOKEN=" + csrf,
                "X-XSRF-TOKEN: " + csrf);
        assertThat(cookies(session)).isNotEmpty();
        assertThat(cookies(signOut)).anyMatch(cookie -> cookie.contains("Max-Age=0"));
        assertThat(Stream.concat(cookies(session).stream(), cookies(signOut).stream()))
                .allMatch(cookie -> cookie.contains("SameSite=Lax"))
                .noneMatch(cookie -> cookie.contains("Secure"));
    }

    @Test
    void pagesAndAssetsSetNoCookies() throws IOException {
        for (String path : List.of("/", "/signin", "/favicon.svg", "/assets/none.js", "/nowhere")) {
            assertThat(cookies(raw(TestServer.running(), "GET " + path + " HTTP/1.1", "Host: localhost")))
                    .as(path)
                    .isEmpty();
        }
    }

    @Test
    void aHostThatTheRequestMakesUpComesBackNowhere() throws IOException {
        String token = TestServer.owner()
                .client()
                .post("/me/tokens", Map.of("name", "links", "scopes", List.of("manage")))
                .json()
                .path("token")
                .asString();
        String project = TestServer.owner().project(1);
        String invitation = raw(
                TestServer.running(),
                "POST /api/v1/projects/" + project + "/invitations HTTP/1.1",
                "Host: evil.example",
                "X-Forwarded-Host: evil.example",
                "X-Forwarded-Proto: https",
                "Authorization: Bearer " + token,
                body("{\"role\":\"labeler\"}"));
        assertThat(invitation).contains("201").contains(TestServer.running().address() + "/invite#");
        assertThat(invitation).doesNotContain("evil.example");
        for (String path :
                List.of("/", "/api/v1/session", "/nowhere", "/assets", "/p", "//evil.example/", "/api/v1/nowhere")) {
            assertThat(raw(TestServer.running(), "GET " + path + " HTTP/1.1", "Host: evil.example"))
                    .as(path)
                    .doesNotContain("Location:")
                    .doesNotContain("http://evil.example");
        }
    }

    @Test
    void withAPublicHttpsAddressLinksStartWithItAndCookiesTravelByHttpsOnly() throws IOException {
        try (var server = serve(new ServeOptions.Site("https://labels.example.org/", List.of(), null))) {
            assertThat(server.publicAddress()).isEqualTo("https://labels.example.org");
            String session = raw(server, "GET /api/v1/session HTTP/1.1", "Host: localhost");
            assertThat(cookies(session)).isNotEmpty().allMatch(cookie -> cookie.contains("Secure"));
            assertThat(session).contains("Strict-Transport-Security: max-age=31536000");
            String token = TestServer.owner()
                    .client()
                    .post("/me/tokens", Map.of("name", "links", "scopes", List.of("manage")))
                    .json()
                    .path("token")
                    .asString();
            String invitation = raw(
                    server,
                    "POST /api/v1/projects/" + TestServer.owner().project(1) + "/invitations HTTP/1.1",
                    "Host: localhost",
                    "Authorization: Bearer " + token,
                    body("{\"role\":\"labeler\"}"));
            assertThat(invitation).contains("\"https://labels.example.org/invite#");
        }
    }

    @Test
    void forwardedHeadersAreBelievedFromTrustedProxiesOnlyAndFromTheRight() throws IOException {
        JdbcClient sql = TestServer.running().context().getBean(JdbcClient.class);
        try (var behind = serve(new ServeOptions.Site(null, List.of("127.0.0.0/8", "::1"), null))) {
            assertThat(networksOfAttempts(sql, behind, "203.0.113.1")).isEqualTo(1);
            // Another caller behind the same proxy has a count of their own.
            assertThat(networksOfAttempts(sql, behind, "203.0.113.2")).isEqualTo(1);
            // What the caller itself put in front is not the address the proxy saw.
            assertThat(networksOfAttempts(sql, behind, "198.51.100.7, 203.0.113.2"))
                    .isZero();
            assertThat(cookies(raw(
                            behind,
                            "GET /api/v1/session HTTP/1.1",
                            "Host: localhost",
                            "X-Forwarded-For: 203.0.113.1",
                            "X-Forwarded-Proto: https")))
                    .isNotEmpty()
                    .allMatch(cookie -> cookie.contains("Secure"));
        }
        networksOfAttempts(sql, TestServer.running(), "203.0.113.3");
        assertThat(networksOfAttempts(sql, TestServer.running(), "203.0.113.4")).isZero();
    }

    /** @return how many networks that were not seen before a wrong sign-in was counted for */
    private static int networksOfAttempts(JdbcClient sql, CupelServer.Running server, String forwarded)
            throws IOException {
        String count = "select count(*) from sign_in_attempt where bucket like 'network:%'";
        int before = sql.sql(count).query(Integer.class).single();
        String session = raw(server, "GET /api/v1/session HTTP/1.1", "Host: localhost");
        String csrf = session.replaceFirst("(?s).*XSRF-TOKEN=([^;]+);.*", "$1");
        String json =
                "{\"email\":\"" + java.util.UUID.randomUUID() + "@example.org\",\"password\":\"some wrong words\"}";
        assertThat(raw(
                        server,
                        "POST /api/v1/session HTTP/1.1",
                        "Host: localhost",
                        "X-Forwarded-For: " + forwarded,
                        "Cookie: XSRF-TOKEN=" + csrf,
                        "X-XSRF-TOKEN: " + csrf,
                        body(json)))
                .contains("bad_credentials");
        return sql.sql(count).query(Integer.class).single() - before;
    }

    @Test
    void aCertificateAndItsKeyServeHttps() throws Exception {
        Pem pem = pem("one");
        try (var server =
                serve(new ServeOptions.Site(null, List.of(), new ServeOptions.Tls(pem.certificate(), pem.key())))) {
            assertThat(server.address()).startsWith("https://localhost:");
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            trusted.setCertificateEntry("cupel", pem.trusted());
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            SSLContext tls = SSLContext.getInstance("TLS");
            tls.init(null, trust.getTrustManagers(), null);
            try (HttpClient client = HttpClient.newBuilder().sslContext(tls).build()) {
                HttpResponse<String> answer = client.send(
                        HttpRequest.newBuilder(URI.create(server.address() + "/api/v1/session"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
                assertThat(answer.statusCode()).isEqualTo(200);
                assertThat(answer.headers().allValues("Set-Cookie"))
                        .isNotEmpty()
                        .allMatch(cookie -> cookie.contains("Secure") && cookie.contains("SameSite=Lax"));
                assertThat(answer.headers().firstValue("Strict-Transport-Security"))
                        .isPresent();
            }
        }
        Pem other = pem("two");
        assertThatThrownBy(() -> serve(
                        new ServeOptions.Site(null, List.of(), new ServeOptions.Tls(pem.certificate(), other.key()))))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("cannot be used")
                .hasMessageContaining(other.key().toString());
        assertThatThrownBy(() -> serve(new ServeOptions.Site(
                        null, List.of(), new ServeOptions.Tls(pem.certificate(), folder.resolve("nowhere.pem")))))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("--tls-key");
    }

    @Test
    void whatIsNoAddressIsSaidBeforeAnythingStarts() {
        for (String wrong :
                List.of("labels.example.org", "https://labels.example.org/cupel", "ftp://x", "https://a:b@c")) {
            assertThatThrownBy(() -> new ServeOptions.Site(wrong, List.of(), null))
                    .isInstanceOf(StartFailure.class)
                    .hasMessageContaining("--public-url");
        }
        assertThatThrownBy(() -> serve(new ServeOptions.Site(null, List.of("10.0.0.0/8", "proxy?"), null)))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("--trusted-proxy");
    }

    @Test
    void anAddressThatIsNotOfThisMachineIsRefusedInWordsWithItsOption() {
        for (String bind : List.of("300.1.1.1", "192.0.2.1", "no such name")) {
            for (int port : List.of(0, 45_678)) {
                assertThatThrownBy(() ->
                                CupelServer.start(new ServeOptions(port, folder.resolve("unused"), null, bind, false)))
                        .isInstanceOf(StartFailure.class)
                        .hasMessageContaining("--bind: " + bind)
                        .hasMessageContaining("127.0.0.1");
            }
        }
        assertThat(folder.resolve("unused")).doesNotExist();
    }

    @Test
    void aCertificateOrKeyThatIsNoneIsRefusedInWordsAlone() throws Exception {
        Pem pem = pem("good");
        Path empty = Files.writeString(folder.resolve("empty.pem"), "");
        Path garbage = Files.writeString(
                folder.resolve("garbage.pem"), "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
        for (ServeOptions.Tls tls : List.of(
                new ServeOptions.Tls(empty, pem.key()),
                new ServeOptions.Tls(garbage, pem.key()),
                new ServeOptions.Tls(pem.certificate(), empty),
                new ServeOptions.Tls(pem.certificate(), garbage))) {
            try (Logged log = Logged.all()) {
                assertThatThrownBy(() -> serve(new ServeOptions.Site(null, List.of(), tls)))
                        .isInstanceOf(StartFailure.class)
                        .hasMessageContaining(tls.certificate().toString())
                        .hasMessageContaining("as PEM");
                assertThat(log.events()).isEmpty();
            }
        }
    }

    @Test
    void aRenewedCertificateIsServedAndOneThatIsNoneLeavesTheOldAndOneLine() throws Exception {
        Pem old = pem("old");
        Pem renewed = pem("renewed");
        try (var server = serve(
                        new ServeOptions.Site(null, List.of(), new ServeOptions.Tls(old.certificate(), old.key())));
                Logged log = Logged.all()) {
            assertThat(served(server)).isEqualTo(old.trusted());
            Files.writeString(old.certificate(), "garbage");
            await(() -> log.events().stream()
                    .anyMatch(e ->
                            e.getFormattedMessage().contains(old.certificate().toString())));
            assertThat(log.events()).allMatch(e -> e.getThrowableProxy() == null);
            assertThat(served(server)).isEqualTo(old.trusted());
            Files.copy(renewed.key(), old.key(), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            Files.copy(renewed.certificate(), old.certificate(), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            await(() -> served(server).equals(renewed.trusted()));
        }
    }

    private static Certificate served(CupelServer.Running server) {
        try {
            SSLContext tls = SSLContext.getInstance("TLS");
            tls.init(null, new javax.net.ssl.TrustManager[] {new Everybody()}, null);
            try (var socket = (javax.net.ssl.SSLSocket) tls.getSocketFactory()
                    .createSocket(
                            java.net.InetAddress.getLoopbackAddress(),
                            URI.create(server.address()).getPort())) {
                return socket.getSession().getPeerCertificates()[0];
            }
        } catch (IOException | java.security.GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class Everybody extends javax.net.ssl.X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(java.security.cert.X509Certificate[] chain, String kind) {}

        @Override
        public void checkServerTrusted(java.security.cert.X509Certificate[] chain, String kind) {}

        @Override
        public void checkClientTrusted(java.security.cert.X509Certificate[] chain, String kind, Socket socket) {}

        @Override
        public void checkServerTrusted(java.security.cert.X509Certificate[] chain, String kind, Socket socket) {}

        @Override
        public void checkClientTrusted(
                java.security.cert.X509Certificate[] chain, String kind, javax.net.ssl.SSLEngine engine) {}

        @Override
        public void checkServerTrusted(
                java.security.cert.X509Certificate[] chain, String kind, javax.net.ssl.SSLEngine engine) {}

        @Override
        public java.security.cert.X509Certificate[] getAcceptedIssuers() {
            return new java.security.cert.X509Certificate[0];
        }
    }

    private static void await(java.util.function.BooleanSupplier condition) throws InterruptedException {
        long until = System.nanoTime() + 30_000_000_000L;
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited in vain").isLessThan(until);
            Thread.sleep(100);
        }
    }

    private record Pem(Path certificate, Path key, Certificate trusted) {}

    private Pem pem(String name) throws Exception {
        Path store = folder.resolve(name + ".p12");
        Process made = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "cupel",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        new String(STORE_PASSWORD))
                .redirectErrorStream(true)
                .start();
        made.getInputStream().readAllBytes();
        assertThat(made.waitFor()).isZero();
        KeyStore keys = KeyStore.getInstance(store.toFile(), STORE_PASSWORD);
        Certificate certificate = keys.getCertificate("cupel");
        return new Pem(
                write(name + ".crt", "CERTIFICATE", certificate.getEncoded()),
                write(
                        name + ".key",
                        "PRIVATE KEY",
                        keys.getKey("cupel", STORE_PASSWORD).getEncoded()),
                certificate);
    }

    private Path write(String name, String kind, byte[] bytes) throws IOException {
        return Files.writeString(
                folder.resolve(name),
                "-----BEGIN " + kind + "-----\n"
                        + Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                                .encodeToString(bytes)
                        + "\n-----END " + kind + "-----\n");
    }
}
