package dev.cupel.server;

import dev.cupel.server.platform.StartFailure;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.ssl.PemSslBundleProperties;
import org.springframework.boot.autoconfigure.ssl.PropertiesSslBundle;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundleRegistry;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Takes a renewed certificate without a restart. Looks at the files every other second, whatever they are linked to; waits
 * until both stay as they are, because key and certificate are not written at once; and keeps what it has when the new
 * files cannot be used.
 */
@Component
@ConditionalOnProperty("cupel.tls.certificate")
final class Certificate {
    static final String BUNDLE = "cupel";

    private static final Logger LOG = LoggerFactory.getLogger(Certificate.class);

    private final ServeOptions.Tls files;
    private final SslBundleRegistry registry;
    private List<Long> used;
    private List<Long> seen;

    Certificate(
            @Value("${cupel.tls.certificate}") Path certificate,
            @Value("${cupel.tls.key}") Path key,
            SslBundleRegistry registry) {
        this.files = new ServeOptions.Tls(certificate, key);
        this.registry = registry;
        this.used = state();
        this.seen = used;
    }

    @Scheduled(fixedDelay = 2_000)
    void renew() {
        List<Long> now = state();
        boolean settled = now.equals(seen);
        seen = now;
        if (!settled || now.equals(used)) {
            return;
        }
        used = now;
        try {
            registry.updateBundle(BUNDLE, read(files));
            LOG.info("serves the certificate that was written to {}", files.certificate());
        } catch (RuntimeException unusable) {
            LOG.error(
                    "certificate {} or key {} changed and cannot be used, the old ones go on: {}",
                    files.certificate(),
                    files.key(),
                    root(unusable).getMessage());
        }
    }

    private List<Long> state() {
        return List.of(
                files.certificate().toFile().lastModified(),
                files.certificate().toFile().length(),
                files.key().toFile().lastModified(),
                files.key().toFile().length());
    }

    /** @throws StartFailure if https cannot be served with these files */
    static void check(ServeOptions.Tls files) {
        try {
            read(files);
        } catch (RuntimeException unusable) {
            throw new StartFailure(
                    "Certificate " + files.certificate() + " and key " + files.key() + " cannot be used: "
                            + root(unusable).getMessage(),
                    "Give the certificate chain and the unencrypted private key that belongs to it, both as PEM.");
        }
    }

    private static SslBundle read(ServeOptions.Tls files) {
        PemSslBundleProperties pem = new PemSslBundleProperties();
        pem.getKeystore().setCertificate(address(files.certificate()));
        pem.getKeystore().setPrivateKey(address(files.key()));
        pem.getKeystore().setVerifyKeys(true);
        SslBundle bundle = PropertiesSslBundle.get(pem);
        if (bundle.getStores().getKeyStore() == null) {
            throw new IllegalStateException("the file of the certificate is empty");
        }
        return bundle;
    }

    static String address(Path file) {
        return file.toAbsolutePath().toUri().toString();
    }

    private static Throwable root(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }
}
