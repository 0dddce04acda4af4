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
            Path certificate = readable("--tls-certificate", site.tls().certificate());
            Path key = readable("--tls-key", site.tls().key());
            Certificate.check(site.tls());
            String bundle = "spring.ssl.bundle.pem." + Certificate.BUNDLE + ".keystore.";
            properties.put(bundle + "certificate", Certificate.address(certificate));
            properties.put(bundle + "private-key", Certificate.address(key));
            properties.put(bundle + "verify-keys", "true");
            properties.put("server.ssl.bundle", Certificate.BUNDLE);
            properties.put("cupel.tls.certificate", certificate.toAbsolutePath().toString());
            properties.put("cupel.tls.key", key.toAbsolutePath().toString());
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

    private static Path readable(String option, Path path) {
        if (!Files.isReadable(path) || Files.isDirectory(path)) {
            throw new StartFailure(
                    option + ": the file " + path + " cannot be read.",
                    "Give a PEM file that the user who starts Cupel may read.");
        }
        return path;
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
