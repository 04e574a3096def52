/** Common English words of three to eight lower-case letters, all different. */
export const words: ReadonlyArray<string> = `
able about above across act add again age agree air allow almost alone along also always among and animal answer any
apple apron area arm around arrive artist ask autumn away baby back bag bake ball banana band bank barn basket bath
beach bean bear because become bed bee before begin behind believe bell below bench berry best better big bird birthday
blanket blue board boat body bone book boot born both bottle bowl box boy branch brave bread break breeze brick bridge
bright bring broad brother brown brush bucket build bus busy butter button buy cake call camera camp can candle cap car
card careful carpet carrot carry cart castle cat catch cave center chair change cheap cheer cheese cherry chest child
choose circle city class clean clear clever clock close cloth cloud coast coat coffee cold color come cook copper corn
corner cotton count country cousin cow creek crowd cup curtain dance day deep deer desert desk dinner dish doctor dog
door double doubt dozen draw dream dress drink drive drum dry duck during each ear early earth east easy eat edge egg
eight elbow empty end engine enjoy enough evening ever every eye fabric face fact fair fall family famous far farm
fast father feather feel fence few field fill find finger finish fire first fish five floor flour flower fly follow
food foot forest fork four fox free fresh friend frog front fruit full game garden gate gather gentle gift girl give
glad glass glove goat gold good goose grape grass gray great green ground group grow guess guest guitar habit hair half
hall hammer hand handle happy harbor hard hat have head hear heart heavy height help hen here hidden high hill history
hold holiday home honey hope horse hour house how hundred idea inch ink insect inside island jacket jar job join
juice jump just keep kettle key kind kitchen kite knee know ladder lake lamp large last late laugh leaf learn left
lemon letter level library light like line lion listen little long look loud low lunch machine make many map
market match meadow meal measure meet melon middle milk mill minute mirror money month moon morning mother mountain
mouse mouth move much museum music name narrow near neck needle nephew nest never new next nice night nine noise north
nose note notice number ocean often oil old olive once onion only open orange order other our outside oven owl own
page paint pair palace paper parent park part path pattern pay peach pear pen pencil people pepper perfect piano picture
piece pillow pine pink place plan plant plate play please plenty plum pocket poem point pond potato pretty price
problem promise proud pull pupil push quarter queen question quick quiet rabbit race radio rain raise reach read ready
reason red repeat rest rice ride right ring river road rock roof room rope rose round row rule run sail salad salt same
sand save say school sea season seat second see seed sell send seven shade shape share sheep shelf ship shirt shoe shop
short shoulder show silver simple sing sister six size sky sleep slow small smile smooth snow soap soft some song soon
sound soup south speak spoon spring square stair star start station stay step still stone store storm story strange
stream street string strong student sugar summer sun supper sweet swim table tail take tall taste tea teach tell
ten tent thank thick thin think thread three throw ticket tiger time tiny today together tomato too tooth top touch
towel tower town train travel tree trip true try turn turtle twelve twenty uncle under until upon useful valley very
village violin visit voice wait walk wall want warm wash watch water wave way weather week weight west wheat wheel when
where which whistle white wide wind window winter wish with wolf woman wonder wood wool word work world write yard year
yellow yes young zebra zero
`.trim().split(/\s+/)
