package dev.cupel.server.platform;

import java.io.IOException;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.transaction.CannotCreateTransactionException;

/** What is wrong with the database, where a failure is no fault of the request: it can be sent again as it is. */
public enum DatabaseTrouble {
    /** It cannot be reached, is starting or stopping, or could not do it just now. */
    AWAY,
    /** It has no room left to write. */
    FULL;

    /**
     * Looks through the causes. The database's own state decides where there is one (PostgreSQL, appendix A): class 54,
     * a limit of the database itself, is no trouble that passes. The pool says only in words, without a state, that it has
     * closed a connection that broke.
     *
     * @return null if the failure is something else
     */
    public static @Nullable DatabaseTrouble of(Throwable failure) {
        boolean away = false;
        int depth = 0;
        for (Throwable cause = failure; cause != null && depth < 20; cause = cause.getCause(), depth++) {
            if (cause instanceof SQLException refused && refused.getSQLState() != null) {
                String state = refused.getSQLState();
                if (state.equals("53100") || said(refused, "No space left on device")) {
                    return FULL;
                }
                return switch (state.substring(0, Math.min(2, state.length()))) {
                    case "08", "40", "53", "57", "58" -> AWAY;
                    case "25" -> state.equals("25006") ? AWAY : null;
                    default -> null;
                };
            }
            away |= cause instanceof DataAccessResourceFailureException
                    || cause instanceof TransientDataAccessException
                    || cause instanceof CannotCreateTransactionException
                    || cause instanceof SQLTransientException
                    || (cause instanceof SQLException closed && said(closed, "onnection is closed"));
            if (cause instanceof IOException io && said(io, "No space left on device")) {
                return FULL;
            }
        }
        return away ? AWAY : null;
    }

    private static boolean said(Throwable failure, String words) {
        return failure.getMessage() != null && failure.getMessage().contains(words);
    }
}
