package dev.cupel.server;

import dev.cupel.server.platform.StartFailure;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a server is started.
 *
 * @param port TCP port of the user interface and the API, 0 for any free one
 * @param data folder that holds the embedded database and its password
 * @param database an external PostgreSQL; null starts the embedded one
 * @param bind address to listen on; loopback unless the operator asks for more
 * @param demo whether to fill the server with the demo projects
 * @param site how browsers reach it
 */
public record ServeOptions(int port, Path data, @Nullable Database database, String bind, boolean demo, Site site) {

    /**
     * An external PostgreSQL.
     *
     * @param url JDBC or postgresql:// address
     * @param password instead of one inside the address; null if that has it, or none is needed
     */
    public record Database(String url, @Nullable String password) {
        /** Without the password, and without the address, which may hold one. */
        @Override
        public String toString() {
            return "an external PostgreSQL";
        }
    }

    /**
     * How browsers reach the server.
     *
     * @param publicUrl scheme, host and port that links for people start with; null takes the address that is listened on
     * @param trustedProxies addresses and CIDR ranges whose X-Forwarded headers are believed; by default nobody's are
     * @param tls certificate and key for https without a proxy; null serves plain http
     */
    public record Site(
            @Nullable String publicUrl,
            List<String> trustedProxies,
            @Nullable Tls tls) {
        public static final Site PLAIN = new Site(null, List.of(), null);

        /** @throws StartFailure if the public address is none, or has more than scheme, host and port */
        public Site {
            publicUrl = publicUrl == null ? null : normal(publicUrl);
            trustedProxies = List.copyOf(trustedProxies);
        }

        private static String normal(String url) {
            URI uri;
            try {
                uri = URI.create(url.strip());
            } catch (IllegalArgumentException e) {
                throw notAnAddress(url);
            }
            String scheme = String.valueOf(uri.getScheme());
            String path = uri.getRawPath() == null ? "" : uri.getRawPath();
            if (!(scheme.equals("https") || scheme.equals("http"))
                    || uri.getHost() == null
                    || uri.getRawUserInfo() != null
                    || !(path.isEmpty() || path.equals("/"))
                    || uri.getRawQuery() != null
                    || uri.getRawFragment() != null) {
                throw notAnAddress(url);
            }
            return scheme + "://" + uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort());
        }

        private static StartFailure notAnAddress(String url) {
            return new StartFailure(
                    "--public-url is not the address of a site: " + url,
                    "Write scheme, host and port only, such as https://labels.example.org; Cupel is at its root.");
        }
    }

    /** Certificate chain and private key, PEM files. */
    public record Tls(Path certificate, Path key) {}

    /** A server that is reached at the address it listens on. */
    public ServeOptions(int port, Path data, @Nullable String databaseUrl, String bind, boolean demo) {
        this(port, data, databaseUrl == null ? null : new Database(databaseUrl, null), bind, demo, Site.PLAIN);
    }
}
