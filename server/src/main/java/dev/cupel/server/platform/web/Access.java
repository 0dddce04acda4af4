package dev.cupel.server.platform.web;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Who may call an endpoint. Every endpoint carries one; a request to one without is refused, and a test fails. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Access {
    Level value();

    /**
     * Whether it may be called in an archived project, in which nothing changes. What is read (GET) always may.
     */
    boolean inArchived() default false;

    /** Levels from LABELER on belong to the project named in the address, each including those below it. */
    enum Level {
        /** Anybody, also without an account. */
        PUBLIC,
        /** Anybody signed in; the endpoint itself looks only at what is theirs. */
        ACCOUNT,
        /** The owner of this installation. */
        INSTANCE_OWNER,
        LABELER,
        REVIEWER,
        MANAGER,
        OWNER
    }
}
