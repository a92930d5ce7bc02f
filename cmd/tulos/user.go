package main

import (
	"encoding/json"
	"fmt"
	"strings"
	"text/tabwriter"

	"tulos/internal/config"
	"tulos/internal/i18n"
	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/service"
)

type userCommand struct {
	Add     userAddCommand     `cmd:"" help:"Take up a user and print a link for choosing a password."`
	List    userListCommand    `cmd:"" help:"List the users with their places in projects."`
	Grant   userGrantCommand   `cmd:"" help:"Give a user a place in a project, instead of the one that there was."`
	Revoke  userRevokeCommand  `cmd:"" help:"Take a user's place in a project away."`
	Disable userDisableCommand `cmd:"" help:"Shut a user out, or let one in again."`
	Export  userExportCommand  `cmd:"" help:"Print all that is stored about a user, as JSON."`
	Erase   userEraseCommand   `cmd:"" help:"Take away what tells who a user is; the audit keeps a pseudonym. There is no way back."`
	Reset   userResetCommand   `cmd:"" help:"End a user's password and print a link for choosing another."`
}

// placeFlags are where a user stands in a project.
type placeFlags struct {
	Project      string             `placeholder:"CODE" help:"Project of the user."`
	Organisation string             `placeholder:"ID" help:"Partner or funder that the user acts for there."`
	Role         []partnership.Role `placeholder:"ROLE" help:"Roles there: staff, manager, lead, funder, controller, auditor."`
}

func (f placeFlags) membership(user partnership.UserID) partnership.Membership {
	return partnership.Membership{
		User: user, Project: partnership.ProjectCode(f.Project),
		Organisation: results.PartnerID(f.Organisation), Roles: f.Role,
	}
}

type userAddCommand struct {
	storageFlags
	placeFlags
	Email         string `arg:"" help:"Email address."`
	Name          string `required:"" help:"Name, as others see it."`
	Language      string `default:"en" help:"Language of the interface."`
	Administrator bool   `help:"The user administers the installation."`
}

// Run takes up a user.
func (c *userAddCommand) Run(s *session) error {
	if err := s.checkLanguage(c.Language); err != nil {
		return err
	}
	return s.withService(c.storageFlags, func(uses *service.Service, _ config.Settings) error {
		var places []partnership.Membership
		if c.Project != "" {
			places = append(places, c.membership(""))
		}
		id, err := uses.AddUser(s.ctx, service.Operator(), partnership.User{
			Email: c.Email, Name: c.Name, Language: c.Language, Administrator: c.Administrator,
		}, places...)
		if err != nil {
			return err
		}
		return s.invite(uses, id)
	})
}

// invite prints a link for choosing a password.
func (s *session) invite(uses *service.Service, id partnership.UserID) error {
	token, err := uses.Invite(s.ctx, service.Operator(), id)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(s.Stdout, s.words.Text("cli.invitation", i18n.Args{
		"Link": "/invitation/" + token, "Count": int(service.InvitationTime.Hours() / 24),
	}))
	return err
}

// firstLink says by which link the first administrator can be made, where there is
// nobody yet; else it is empty. It is printed only, and never logged.
func (s *session) firstLink(uses *service.Service, address string) (string, error) {
	token, isNeeded, err := uses.FirstLink(s.ctx)
	if err != nil || !isNeeded {
		return "", err
	}
	return s.words.Text("cli.first-link", i18n.Args{
		"Link": address + "/first/" + token, "Count": int(service.FirstLinkTime.Hours()),
	}) + "\n", nil
}

// A knownUser is a user of the installation.
type knownUser struct {
	storageFlags
	Email string `arg:"" help:"Email address of the user."`
}

func (k knownUser) with(s *session, do func(*service.Service, partnership.UserID) error) error {
	return s.withService(k.storageFlags, func(uses *service.Service, _ config.Settings) error {
		u, err := uses.UserByEmail(s.ctx, service.Operator(), k.Email)
		if err != nil {
			return err
		}
		return do(uses, u.Value.ID)
	})
}

type userGrantCommand struct {
	knownUser
	placeFlags
}

// Run gives a user a place in a project.
func (c *userGrantCommand) Run(s *session) error {
	return c.with(s, func(uses *service.Service, id partnership.UserID) error {
		return uses.Grant(s.ctx, service.Operator(), c.membership(id))
	})
}

type userRevokeCommand struct {
	knownUser
	Project string `required:"" placeholder:"CODE" help:"Project of the user."`
}

// Run takes a user's place in a project away.
func (c *userRevokeCommand) Run(s *session) error {
	return c.with(s, func(uses *service.Service, id partnership.UserID) error {
		return uses.Revoke(s.ctx, service.Operator(), partnership.ProjectCode(c.Project), id)
	})
}

type userDisableCommand struct {
	knownUser
	Undo bool `help:"Let the user in again."`
}

// Run shuts a user out, or lets one in again.
func (c *userDisableCommand) Run(s *session) error {
	return c.with(s, func(uses *service.Service, id partnership.UserID) error {
		return uses.DisableUser(s.ctx, service.Operator(), id, !c.Undo)
	})
}

type userResetCommand struct {
	knownUser
	SecondFactor bool `help:"Take the second factor away too, of a user who has lost it."`
}

// Run ends a user's password, and the second factor where that is asked for.
func (c *userResetCommand) Run(s *session) error {
	return c.with(s, func(uses *service.Service, id partnership.UserID) error {
		if c.SecondFactor {
			if err := uses.RemoveSecondFactor(s.ctx, service.Operator(), id); err != nil {
				return err
			}
		}
		return s.invite(uses, id)
	})
}

type userExportCommand struct{ knownUser }

// Run prints what is stored about a user.
func (c *userExportCommand) Run(s *session) error {
	return c.with(s, func(uses *service.Service, id partnership.UserID) error {
		data, err := uses.SubjectData(s.ctx, service.Operator(), id)
		if err != nil {
			return err
		}
		out := json.NewEncoder(s.Stdout)
		out.SetIndent("", "  ")
		return out.Encode(data)
	})
}

type userEraseCommand struct {
	knownUser
	Yes bool `help:"Do it: there is no way back."`
}

// Run erases a user, or says what it would do.
func (c *userEraseCommand) Run(s *session) error {
	return c.with(s, func(uses *service.Service, id partnership.UserID) error {
		if !c.Yes {
			return s.problem("cli.erase-needs-yes", i18n.Args{"Email": c.Email})
		}
		pseudonym, err := uses.EraseUser(s.ctx, service.Operator(), id)
		if err != nil {
			return err
		}
		_, err = fmt.Fprintln(s.Stdout, s.words.Text("erase.done", i18n.Args{"Name": pseudonym}))
		return err
	})
}

type userListCommand struct{ storageFlags }

// Run lists the users.
func (c *userListCommand) Run(s *session) error {
	return s.withService(c.storageFlags, func(uses *service.Service, _ config.Settings) error {
		users, err := uses.Users(s.ctx, service.Operator())
		if err != nil {
			return err
		}
		if len(users) == 0 {
			_, err := fmt.Fprintln(s.Stdout, s.words.Text("cli.no-users", nil))
			return err
		}
		out := tabwriter.NewWriter(s.Stdout, 0, 0, 2, ' ', 0)
		for _, u := range users {
			places, err := uses.Memberships(s.ctx, service.Operator(), u.Value.ID, "")
			if err != nil {
				return err
			}
			fmt.Fprintf(out, "%s\t%s\t%s\n", u.Value.Email, u.Value.Name, s.standing(u.Value, places))
		}
		return out.Flush()
	})
}

// standing is what a user is in the installation and in its projects.
func (s *session) standing(u partnership.User, places []service.Stored[partnership.Membership]) string {
	var all []string
	if u.Disabled {
		all = append(all, s.words.Text("cli.disabled", nil))
	}
	if u.Administrator {
		all = append(all, s.words.Text("cli.administrator", nil))
	}
	for _, p := range places {
		var roles []string
		for _, r := range p.Value.Roles {
			roles = append(roles, string(r))
		}
		all = append(all, fmt.Sprintf("%s: %s", p.Value.Project, strings.Join(roles, ", ")))
	}
	return strings.Join(all, "; ")
}
