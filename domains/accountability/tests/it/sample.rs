//! The plan of the sample organ.

use accountability::SamplePeople;
use kernel::Role;
use kernel::access::MachineActor;
use store::Conn;
use testkit::db::each_backend;
use web::accounts;

use crate::house::{House, migrations, sources};

#[test]
fn the_sample_shows_every_lamp_and_state() {
    each_backend(&migrations(), |fresh| {
        let house = House::on(fresh);
        let (admin, lead) = (house.someone(Role::CommitteeAdmin), house.secretary_of(2));
        let people = house.site.db.read(|c: &mut Conn| {
            let mut user = |login| accounts::by_login(c, login)?.ok_or(kernel::Problem::Missing);
            Ok(SamplePeople { admin: user("committee_admin")?, of_an_organisation: user("secretary2")? })
        });
        let machine = MachineActor::CommandLine("test".into());
        accountability::sample(&house.site.db, &machine, &sources(), people.unwrap()).unwrap();
        let board = house.json("/plans/1", &admin).json();
        let cards: Vec<_> = board["columns"]
            .as_array()
            .unwrap()
            .iter()
            .flat_map(|column| column["cards"].as_array().unwrap().clone())
            .collect();
        assert_eq!((board["columns"].as_array().unwrap().len(), cards.len()), (6, 28));
        for (lamp, count) in
            board["lamps"].as_array().unwrap().iter().map(|pair| (&pair[0], pair[1].as_i64()))
        {
            assert!(count > Some(0), "no measure is {lamp}");
        }
        for state in ["issued", "signed", "running", "handed_in", "done", "stopped"] {
            assert!(cards.iter().any(|card| card["state"] == state), "none is {state}");
        }
        for path in [
            "/plans",
            "/plans/1",
            "/plans/1/about",
            "/measures",
            "/measures/1",
            "/measures/1/files/1",
            "/reminders",
            "/reminders/1",
            "/reminders/1/paper",
        ] {
            house.page(path, &lead).says(200, &[]);
        }
        for path in [
            "/plans/1/edit",
            "/measures/1/edit",
            "/plans/1/imports/1",
            "/plans/1/imports/new",
            "/measures/new",
        ] {
            house.page(path, &admin).says(200, &[]);
        }
        house.post("/plans/1/imports/1/application", &admin, "").done();
    });
}
