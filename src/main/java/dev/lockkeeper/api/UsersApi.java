package dev.lockkeeper.api;

import dev.lockkeeper.Failure;
import dev.lockkeeper.security.CurrentPerson;
import dev.lockkeeper.security.User;
import dev.lockkeeper.security.Users;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Users and their roles; for admins. A password goes in and never comes out. */
@RestController
@Tag(name = "Users")
@RequestMapping("/api/v1/users")
class UsersApi {

    private final Users users;
    private final CurrentPerson current;

    UsersApi(Users users, CurrentPerson current) {
        this.users = users;
        this.current = current;
    }

    record NewUserBody(@Nullable String username, @Nullable String password, @Nullable List<String> roles) {}

    record ChangeBody(@Nullable String password, @Nullable List<String> roles, @Nullable Boolean disabled) {}

    record UserBody(String username, List<String> roles, boolean disabled, boolean hasPassword, Instant createdAt) {

        static UserBody of(User user) {
            return new UserBody(user.username(), user.roles(), !user.enabled(), user.hasPassword(), user.createdAt());
        }
    }

    @GetMapping
    @Operation(summary = "Users with their roles; admins only")
    PageBody<UserBody> list(
            @RequestParam(required = false) @Nullable Integer limit,
            @RequestParam(required = false) @Nullable String after) {
        return PageBody.of(users.list(Users.Which.ALL, after, PageBody.limit(limit), current.get()), UserBody::of);
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(summary = "Add a user")
    ResponseEntity<UserBody> create(@RequestBody NewUserBody body) {
        if (body.username() == null) {
            throw Failure.invalid("username is missing.", "Send {username, password, roles}.");
        }
        List<String> roles = body.roles() == null ? List.of() : body.roles();
        User user = users.create(body.username(), body.password(), roles, current.get());
        return ResponseEntity.created(URI.create("/api/v1/users/" + user.username()))
                .body(UserBody.of(user));
    }

    @GetMapping("/{username}")
    @Operation(summary = "A user")
    UserBody get(@PathVariable String username) {
        return UserBody.of(users.get(username, current.get()));
    }

    @PatchMapping("/{username}")
    @Operation(summary = "Change roles, password, or whether the user is disabled")
    UserBody update(@PathVariable String username, @RequestBody ChangeBody body) {
        Users.Change change = new Users.Change(body.roles(), body.password(), body.disabled());
        return UserBody.of(users.update(username, change, current.get()));
    }

    @DeleteMapping("/{username}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Delete a user")
    void delete(@PathVariable String username) {
        users.delete(username, current.get());
    }
}
