package dev.cupel.server;

import dev.cupel.server.platform.StartFailure;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.catalina.util.NetMaskSet;

/** Turns what the operator says about TLS, proxies and the public address into Spring's properties, or says what is wrong. */
final class SiteProperties {
    private SiteProperties() {}

    static Map<String, Object> of(ServeOptions.Site site) {
        Map<String, Object> properties = new HashMap<>();
        properties.put("cupel.public-url", site.publicUrl() == null ? "" : site.publicUrl());
        if (site.trustedProxies().isEmpty()) {
            properties.put("server.forward-headers-strategy", "none");
        } else {
            // Tomcat's valve reads the list of addresses from the right and stops at the first that is not trusted.
            properties.put("server.forward-headers-strategy", "native");
            properties.put("server.tomcat.remoteip.internal-proxies", proxies(site));
            properties.put("server.tomcat.remoteip.remote-ip-header", "X-Forwarded-For");
            properties.put("server.tomcat.remoteip.protocol-header", "X-Forwarded-Proto");
        }
        if (site.tls() != null) {
            properties.put(
                    "spring.ssl.bundle.pem.cupel.keystore.certificate",
                    file("--tls-certificate", site.tls().certificate()));
            properties.put(
                    "spring.ssl.bundle.pem.cupel.keystore.private-key",
                    file("--tls-key", site.tls().key()));
            properties.put("spring.ssl.bundle.pem.cupel.keystore.verify-keys", "true");
            // A renewed certificate is taken without a restart.
            properties.put("spring.ssl.bundle.pem.cupel.reload-on-update", "true");
            properties.put("server.ssl.bundle", "cupel");
        }
        return properties;
    }

    private static String proxies(ServeOptions.Site site) {
        String all = String.join(",", site.trustedProxies());
        try {
            NetMaskSet masks = new NetMaskSet();
            if (masks.addAll(all).isEmpty()) {
                return all;
            }
        } catch (RuntimeException e) {
            // said below
        }
        throw new StartFailure(
                "--trusted-proxy is not a list of addresses: " + all,
                "Write addresses or ranges, such as 10.0.0.5 or 10.0.0.0/8, with commas between them.");
    }

    private static String file(String option, Path path) {
        if (!Files.isReadable(path) || Files.isDirectory(path)) {
            throw new StartFailure(
                    option + ": the file " + path + " cannot be read.",
                    "Give a PEM file that the user who starts Cupel may read.");
        }
        return path.toAbsolutePath().toUri().toString();
    }

    /** @return why https could not be started, if that is why; else the failure itself */
    static RuntimeException tlsRefused(RuntimeException failure, ServeOptions.Tls tls) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            for (StackTraceElement place : cause.getStackTrace()) {
                // Both the reading of the files and the check that they belong together.
                if (place.getClassName().startsWith("org.springframework.boot.")
                        && place.getClassName().contains(".ssl.")) {
                    return new StartFailure(
                            "Certificate " + tls.certificate() + " and key " + tls.key() + " cannot be used: "
                                    + root(cause).getMessage(),
                            "Give the certificate chain and the unencrypted private key that belongs to it, both as PEM.");
                }
            }
        }
        return failure;
    }

    private static Throwable root(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    /** @return what to say where passwords would cross a network in the clear */
    static Optional<String> plainTextWarning(ServeOptions options) {
        ServeOptions.Site site = options.site();
        boolean https = site.tls() != null
                || (site.publicUrl() != null && site.publicUrl().startsWith("https://"));
        try {
            if (https || InetAddress.getByName(options.bind()).isLoopbackAddress()) {
                return Optional.empty();
            }
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
        return Optional.of("""
                Warning: others can reach this server by plain http; passwords and data cross the network unprotected.
                         Give it a certificate (--tls-certificate, --tls-key), or put a proxy with https in front and say
                         its address with --public-url https://...""");
    }
}
