package dev.cupel.server;

import dev.cupel.server.platform.StartFailure;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** Reads the address of an external PostgreSQL as people write it. */
public final class DatabaseAddress {
    private DatabaseAddress() {}

    /** @return whether the address holds a password, which a command line shows to everybody on the machine */
    public static boolean hasPassword(String address) {
        return address.matches("(?s)[a-z:]+://[^/?#]*:[^/?#]*@.*") || address.matches("(?s)[^?]*\\?(.*&)?password=.*");
    }

    /**
     * @param database {@code postgresql://user:password@host:port/name} or a JDBC URL; a password beside it is taken first
     * @return Spring's data source properties
     */
    static Map<String, Object> parse(ServeOptions.Database database) {
        Map<String, Object> properties = new HashMap<>(parse(database.url()));
        if (database.password() != null) {
            properties.put("spring.datasource.password", database.password());
        }
        return properties;
    }

    private static Map<String, Object> parse(String address) {
        Map<String, Object> properties = new HashMap<>();
        if (address.startsWith("jdbc:postgresql:")) {
            properties.put("spring.datasource.url", address);
            return properties;
        }
        if (!address.startsWith("postgresql://") && !address.startsWith("postgres://")) {
            throw new StartFailure(
                    "--database-url is not the address of a PostgreSQL: " + address.replaceFirst(":[^:@/]+@", ":***@"),
                    "Write postgresql://user:password@host:5432/database.");
        }
        URI uri;
        try {
            uri = URI.create(address);
        } catch (IllegalArgumentException e) {
            throw new StartFailure(
                    "--database-url cannot be read: it has a character at position "
                            + (e.getCause() instanceof java.net.URISyntaxException syntax ? syntax.getIndex() : 0)
                            + " that must be written otherwise.",
                    "Write special characters of user and password as in web addresses, such as %40 for @.");
        }
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        properties.put(
                "spring.datasource.url",
                "jdbc:postgresql://" + uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort()) + uri.getPath()
                        + query);
        if (uri.getRawUserInfo() != null) {
            String[] parts = uri.getRawUserInfo().split(":", 2);
            properties.put("spring.datasource.username", URLDecoder.decode(parts[0], StandardCharsets.UTF_8));
            if (parts.length == 2) {
                properties.put("spring.datasource.password", URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
            }
        }
        return properties;
    }
}
