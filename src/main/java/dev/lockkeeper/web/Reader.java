package dev.lockkeeper.web;

import dev.lockkeeper.catalog.Policy;
import dev.lockkeeper.security.Person;
import dev.lockkeeper.security.Role;
import org.jspecify.annotations.Nullable;

/**
 * What the one who reads a page may do with the thing on it.
 *
 * @param approver whether the reader's approval would count for any phase there
 * @param author whether the revision is the reader's own, which shuts the reader out from approving it
 * @param id of an approver; 0 for everybody else, for whom pages are the same
 */
record Reader(boolean operator, boolean approver, boolean author, long id) {

    Reader(boolean operator, boolean approver, boolean author) {
        this(operator, approver, author, 0);
    }

    /** @param asked by the policy there */
    static Reader of(
            Person person, @Nullable String environment, @Nullable String team, Policy.Approvers asked, long authorId) {
        boolean approver = asked.heldAnywhereBy(person.grants(), environment, team);
        return new Reader(
                person.may(Role.OPERATOR, environment, team),
                approver,
                person.userId() == authorId,
                approver ? person.userId() : 0);
    }

    public boolean mayApprove() {
        return approver && !author;
    }
}
