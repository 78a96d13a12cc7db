package dev.lockkeeper.web;

import dev.lockkeeper.run.Run;
import dev.lockkeeper.security.Person;
import dev.lockkeeper.security.Role;
import org.jspecify.annotations.Nullable;

/**
 * What the one who reads a page may do with the thing on it.
 *
 * @param author whether the revision is the reader's own, which shuts the reader out from approving it
 */
record Reader(boolean operator, boolean approver, boolean author) {

    static Reader of(Person person, @Nullable String environment, @Nullable String team, long authorId) {
        return new Reader(
                person.may(Role.OPERATOR, environment, team),
                person.may(Role.APPROVER, environment, team),
                person.userId() == authorId);
    }

    static Reader of(Person person, Run run, long authorId) {
        return of(person, run.environment(), run.team(), authorId);
    }

    public boolean mayApprove() {
        return approver && !author;
    }
}
