package dev.cupel.server.job;

import java.util.regex.Pattern;

/**
 * Whom a job belongs to, as a key that only the room of such owners reads any further ({@link JobOwners}).
 *
 * @param key such as {@code project:42}, or {@code instance} for this installation
 */
public record JobOwner(String key) {
    private static final Pattern KEY = Pattern.compile("[a-z]+(:[A-Za-z0-9-]+)?");

    public static final JobOwner INSTANCE = new JobOwner("instance");

    public JobOwner {
        if (!KEY.matcher(key).matches()) {
            throw new IllegalArgumentException("no owner of a job: " + key);
        }
    }

    /** @return the word before the colon, or all of a key that has none */
    public String kind() {
        int colon = key.indexOf(':');
        return colon < 0 ? key : key.substring(0, colon);
    }

    /** @return what follows the colon; empty if there is none */
    public String id() {
        int colon = key.indexOf(':');
        return colon < 0 ? "" : key.substring(colon + 1);
    }
}
