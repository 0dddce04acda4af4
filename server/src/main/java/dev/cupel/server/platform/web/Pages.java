package dev.cupel.server.platform.web;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.MediaTypeFactory;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/** The user interface's files: hashed assets for good, the page itself with a fresh nonce for each response. */
@Controller
final class Pages {
    private static final SecureRandom RANDOM = new SecureRandom();
    /** Bytes as they go out, and the encoding they are in. */
    private static final class Asset {
        private final byte[] bytes;
        private final @Nullable String encoding;

        Asset(byte[] bytes, @Nullable String encoding) {
            this.bytes = bytes;
            this.encoding = encoding;
        }
    }

    private final Map<String, Asset> assets = new ConcurrentHashMap<>();
    private final @Nullable String page = readText("/ui/index.html");

    @Access(Access.Level.PUBLIC)
    @GetMapping({
        "/", "/signin", "/setup", "/invite", "/reset", "/me", "/inbox", "/jobs", "/admin", "/new", "/p/**",
    })
    ResponseEntity<String> page() {
        return page(HttpStatus.OK);
    }

    /** What somebody is shown who came to an address at which there is nothing: the application says so, and leads on. */
    ResponseEntity<String> nothingHere() {
        return page(HttpStatus.NOT_FOUND);
    }

    private ResponseEntity<String> page(HttpStatus status) {
        if (page == null) {
            return ResponseEntity.status(503)
                    .contentType(MediaType.TEXT_PLAIN)
                    .body("This server was built without its user interface. The API is under /api/v1.");
        }
        byte[] bytes = new byte[18];
        RANDOM.nextBytes(bytes);
        String nonce = Base64.getUrlEncoder().encodeToString(bytes);
        return ResponseEntity.status(status)
                .contentType(new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8))
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .header("Content-Security-Policy", policy(nonce))
                .body(page.replace("__CSP_NONCE__", nonce));
    }

    private static String policy(String nonce) {
        return "default-src 'none'; script-src 'self' 'nonce-" + nonce + "'; style-src 'self' 'nonce-" + nonce + "';"
                + " style-src-attr 'none'; img-src 'self' blob: data:; media-src 'self' blob:; font-src 'self';"
                + " connect-src 'self'; worker-src 'self'; manifest-src 'self'; object-src 'none'; base-uri 'none';"
                + " form-action 'self'; frame-ancestors 'none'";
    }

    @Access(Access.Level.PUBLIC)
    @GetMapping({"/assets/**", "/favicon.svg", "/favicon.ico"})
    ResponseEntity<byte[]> asset(HttpServletRequest request) {
        String path = request.getRequestURI();
        if (path.contains("..")) {
            return ResponseEntity.notFound().build();
        }
        String accepts = String.valueOf(request.getHeader(HttpHeaders.ACCEPT_ENCODING));
        String encoding = accepts.contains("br") ? "br" : accepts.contains("gzip") ? "gzip" : "";
        Asset asset = assets.get(encoding + path);
        if (asset == null) {
            asset = load(path, encoding);
            if (asset == null) {
                return ResponseEntity.notFound().build();
            }
            assets.put(encoding + path, asset);
        }
        ResponseEntity.BodyBuilder answer = ResponseEntity.ok()
                .contentType(MediaTypeFactory.getMediaType(path).orElse(MediaType.APPLICATION_OCTET_STREAM))
                .header(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING)
                .header(
                        HttpHeaders.CACHE_CONTROL,
                        path.startsWith("/assets/") ? "public, max-age=31536000, immutable" : "public, max-age=86400");
        if (asset.encoding != null) {
            answer.header(HttpHeaders.CONTENT_ENCODING, asset.encoding);
        }
        return answer.body(asset.bytes);
    }

    private static @Nullable Asset load(String path, String encoding) {
        byte[] compressed = switch (encoding) {
            case "br" -> read("/ui" + path + ".br");
            case "gzip" -> read("/ui" + path + ".gz");
            default -> null;
        };
        if (compressed != null) {
            return new Asset(compressed, encoding);
        }
        byte[] plain = read("/ui" + path);
        return plain == null ? null : new Asset(plain, null);
    }

    private static @Nullable String readText(String resource) {
        byte[] bytes = read(resource);
        return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
    }

    private static byte @Nullable [] read(String resource) {
        try (InputStream in = Pages.class.getResourceAsStream(resource)) {
            return in == null ? null : in.readAllBytes();
        } catch (IOException e) {
            throw new IllegalStateException("cannot read " + resource, e);
        }
    }
}
